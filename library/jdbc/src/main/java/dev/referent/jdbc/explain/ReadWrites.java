package dev.referent.jdbc.explain;

import dev.referent.jdbc.explain.TransactionWrites.Write;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.sql.SqlStatement;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The SQL of a transaction's writes, each read once. */
final class ReadWrites {
    private final Investigation investigation;
    private final Map<String, Read> read = new HashMap<>();

    ReadWrites(Investigation investigation) {
        this.investigation = investigation;
    }

    /**
     * A write's SQL.
     *
     * @param insert present if it only inserts rows of given values, with no trigger
     * @param change present if it is a simple DELETE or UPDATE, with no trigger
     */
    record Read(SqlStatement statement, Optional<InsertProof> insert, Optional<ChangeProof> change) {
        /** Returns whether no foreign key's action has changed other rows. */
        boolean isWithoutActions(Write write) {
            return write.changes() == 0
                    || change.filter(proof -> !proof.changesChildren()).isPresent();
        }

        /** Returns the foreign keys that it may have violated; empty if it is not so simple that they are known. */
        Optional<List<SchemaKey>> violable(Write write) {
            if (insert.isPresent()) {
                return insert.map(InsertProof::keys);
            }
            return change.filter(proof -> isWithoutActions(write)).map(ChangeProof::violable);
        }
    }

    Investigation investigation() {
        return investigation;
    }

    Read of(Write write) throws SQLException {
        SqlStatement statement = withoutResolution(write);
        Read known = read.get(statement.sql());
        if (known == null) {
            known = new Read(
                    statement,
                    statement.plainInsert().isPresent() ? InsertProof.of(investigation, statement) : Optional.empty(),
                    ChangeProof.of(investigation, statement));
            read.put(statement.sql(), known);
        }
        return known;
    }

    /** An INSERT that has added all its rows met no conflict, so its conflict resolution does not matter. */
    private static SqlStatement withoutResolution(Write write) {
        SqlStatement statement = SqlStatement.of(write.sql());
        List<Token> tokens = statement.tokens();
        boolean resolves = tokens.size() > 3
                && tokens.get(0).is("INSERT")
                && tokens.get(1).is("OR")
                && !tokens.get(2).is("REPLACE");
        if (!resolves) {
            return statement;
        }
        SqlStatement plain =
                SqlStatement.of("INSERT " + write.sql().substring(tokens.get(3).start()));
        boolean all = plain.plainInsert()
                .filter(insert -> insert.rows().size() == write.changes())
                .isPresent();
        return all ? plain : statement;
    }
}
