package dev.referent.jdbc.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes of the schema in transactions, and what is known of the schema meanwhile and afterwards. */
final class AlterationsTest {
    private final Library library = new Library();
    private int accepted;

    private List<String> known() {
        return library.schema.tables.stream().map(Table::declaration).toList();
    }

    private void change(Copy copy, Alterations alterations) throws SQLException {
        String before = State.schemaText(copy.connection);
        Step step = alterations.any(false).orElseThrow();
        if (copy.run(step.first()).isAccepted()) {
            accepted++;
            alterations.applied(before);
        }
        alterations.follow(State.schemaText(copy.connection));
        Orphans.verify(copy.connection, library.schema);
    }

    @Test
    void knowsTheSchemaOfATransactionAndTheFormerOneAfterARollback() throws SQLException {
        List<String> former = known();
        for (int seed = 0; seed < 30; seed++) {
            Alterations alterations = new Alterations(new Dice(seed), library.schema);
            try (Copy copy = library.open()) {
                copy.execute("BEGIN");
                for (int i = 0; i < 5; i++) {
                    change(copy, alterations);
                }
                copy.execute("ROLLBACK");
                alterations.follow(State.schemaText(copy.connection));
                assertThat(known()).isEqualTo(former);
            }
        }
        assertThat(accepted).isGreaterThan(100);
    }

    @Test
    void repeatsTheChangesOfATransactionInTheirOrder() throws SQLException {
        Alterations alterations = new Alterations(new Dice(7), library.schema);
        try (Copy begin = library.open();
                Copy copy = library.open()) {
            copy.execute("BEGIN");
            for (int i = 0; i < 8; i++) {
                change(copy, alterations);
            }
            for (String sql : alterations.uncommitted()) {
                begin.execute(sql);
            }
            assertThat(State.schemaText(begin.connection)).isEqualTo(State.schemaText(copy.connection));
        }
    }
}
