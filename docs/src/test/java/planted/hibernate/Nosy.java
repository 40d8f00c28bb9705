package planted.hibernate;

import io.javalin.http.Context;
import org.apache.ibatis.session.SqlSession;
import org.postgresql.PGConnection;
import org.sqlite.SQLiteConnection;
import planted.mybatis.Neighbour;

/** Knows its neighbour, the web, and everybody's libraries. */
public class Nosy {
    /** Names them all. */
    public String names(
            Neighbour neighbour, Context context, SqlSession session, SQLiteConnection connection, PGConnection other) {
        return neighbour.toString() + context + session + connection + other;
    }
}
