package dev.referent.corpus.app;

import dev.referent.evidence.engines.servers.TestServer;
import org.junit.jupiter.api.Test;

/** What the server answers over MariaDB, which looks at foreign keys before it looks whether the pair exists. */
abstract class ServedOnMariaDb extends ServedOnServer {
    ServedOnMariaDb(Adapter adapter) {
        super(adapter, TestServer.MARIADB);
    }

    /** {@inheritDoc} Here the answer is that it has no parent row. */
    @Override
    @Test
    public final void answersThatAnOrphansPairExistsAlready() {
        storeOrphan(1000, 77, 88);
        api().pair(77, 88).problem(400);
    }
}
