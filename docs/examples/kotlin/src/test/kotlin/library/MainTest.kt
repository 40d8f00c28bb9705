package library

import java.nio.file.Path
import org.jetbrains.exposed.sql.Database
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

private const val EXPLAINED =
    "book.author_id = 99 has no matching author.id (foreign key book_author_fk): FOREIGN KEY constraint failed: book_author_fk"

class MainTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun theDriverStoresABookOfNobody() {
        assertEquals("stored", byExposed("jdbc:sqlite:$folder/1.db"))
        assertEquals("stored", bySqlDelight("jdbc:sqlite:$folder/2.db"))
    }

    @Test
    fun referentRejectsItThroughExposed() {
        assertEquals(EXPLAINED, byExposed("jdbc:referent:sqlite:$folder/3.db?referent.explainingWithin=5s"))
    }

    @Test
    fun referentRejectsItThroughSqlDelight() {
        assertEquals(EXPLAINED, bySqlDelight("jdbc:referent:sqlite:$folder/4.db?referent.explainingWithin=5s"))
    }

    @Test
    fun jdbcReadsTheViolations() {
        val url = "jdbc:sqlite:$folder/5.db"
        bySqlDelight(url)
        assertEquals(
            listOf("book.author_id = 99 has no matching author.id (foreign key book_author_fk)"),
            byJdbc(url),
        )
    }

    companion object {
        @BeforeAll
        @JvmStatic
        fun register() = Database.registerJdbcDriver("jdbc:referent:sqlite", "dev.referent.jdbc.ReferentDriver", "SQLite")
    }
}
