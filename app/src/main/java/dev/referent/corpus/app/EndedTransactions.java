package dev.referent.corpus.app;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/**
 * Removes a connection from its pool after an error upon which SQLite rolls back by itself. Its driver does not notice: it
 * would run the next transaction of the connection without BEGIN, so that each statement is stored at once, and then fail at
 * COMMIT.
 */
public final class EndedTransactions implements SQLExceptionOverride {
    private static final int PRIMARY_CODE = 0xFF;

    /** NOMEM, IOERR, CORRUPT, FULL and NOTADB (sqlite.org/lang_transaction.html, "Response To Errors Within A Transaction"). */
    private static final Set<Integer> ROLLED_BACK = Set.of(7, 10, 11, 13, 26);

    /** Creates it; the pool calls this. */
    public EndedTransactions() {}

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return failure.getSQLState() == null && ROLLED_BACK.contains(failure.getErrorCode() & PRIMARY_CODE)
                ? Override.MUST_EVICT
                : Override.CONTINUE_EVICT;
    }
}
