package planted.corpus.hibernate;

import io.javalin.http.Context;
import org.apache.ibatis.session.SqlSession;
import org.postgresql.PGConnection;
import planted.corpus.mybatis.Wide;

/** Knows its twin, the web, and libraries of others. */
public class Narrow {
    /** Names what it must not know. */
    public String names(Wide wide, Context context, SqlSession session, PGConnection connection) {
        return "" + wide + context + session + connection;
    }
}
