package library

import app.cash.sqldelight.driver.jdbc.sqlite.JdbcSqliteDriver
import dev.referent.jdbc.EnforcedDataSource
import dev.referent.jdbc.ForeignKeyViolationSQLException
import java.nio.file.Files
import java.sql.SQLException
import org.jetbrains.exposed.sql.Database
import org.jetbrains.exposed.sql.transactions.transaction

private val SCHEMA = listOf(
    "CREATE TABLE author (id INTEGER PRIMARY KEY)",
    "CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER CONSTRAINT book_author_fk REFERENCES author)",
)

private const val BOOK_OF_NOBODY = "INSERT INTO book (author_id) VALUES (99)"

/** Stores a book of an author who does not exist, by Exposed and by SQLDelight: first through SQLite's driver, then through Referent's. */
fun main() {
    val folder = Files.createTempDirectory("library")
    Database.registerJdbcDriver("jdbc:referent:sqlite", "dev.referent.jdbc.ReferentDriver", "SQLite")
    println("Exposed before:    " + byExposed("jdbc:sqlite:$folder/1.db"))
    println("Exposed after:     " + byExposed("jdbc:referent:sqlite:$folder/2.db?referent.explainingWithin=5s"))
    println("SQLDelight before: " + bySqlDelight("jdbc:sqlite:$folder/3.db"))
    println("SQLDelight after:  " + bySqlDelight("jdbc:referent:sqlite:$folder/4.db?referent.explainingWithin=5s"))
}

/** Returns what the book of nobody violates; the tables exist. */
fun byJdbc(url: String): List<String> = try {
    EnforcedDataSource.open(url).connection.use { it.createStatement().executeUpdate(BOOK_OF_NOBODY) }
    listOf()
} catch (e: ForeignKeyViolationSQLException) {
    e.violations().map { it.message() }
}

/** Returns what comes of it; Exposed's exception has the database's as its cause. */
fun byExposed(url: String): String = try {
    transaction(Database.connect(url)) {
        SCHEMA.forEach { exec(it) }
        exec(BOOK_OF_NOBODY)
    }
    "stored"
} catch (e: SQLException) {
    e.cause?.message ?: e.toString()
}

/** Returns what comes of it. */
fun bySqlDelight(url: String): String = try {
    JdbcSqliteDriver(url).use { driver ->
        SCHEMA.forEach { driver.execute(null, it, 0) }
        driver.execute(null, BOOK_OF_NOBODY, 0)
    }
    "stored"
} catch (e: SQLException) {
    e.message ?: e.toString()
}
