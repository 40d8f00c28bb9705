package dev.referent.mybatis;

import java.lang.reflect.InvocationTargetException;
import org.apache.ibatis.executor.Executor;
import org.apache.ibatis.plugin.Interceptor;
import org.apache.ibatis.plugin.Intercepts;
import org.apache.ibatis.plugin.Invocation;
import org.apache.ibatis.plugin.Signature;

/**
 * A plugin by which a session's {@code commit()} commits, and its {@code rollback()} and {@code close()} roll back.
 *
 * <p>By itself MyBatis asks first whether the session has written, and does not count {@code @Select("INSERT … RETURNING")}:
 * after that {@code commit()} and {@code rollback()} do nothing, {@code close()} stores the row, and a refusal that
 * {@code commit()} should report is reported by nobody. The other way out is {@code @Select(affectData = true)} on each such
 * statement.
 */
@Intercepts({
    @Signature(type = Executor.class, method = "commit", args = boolean.class),
    @Signature(type = Executor.class, method = "rollback", args = boolean.class),
    @Signature(type = Executor.class, method = "close", args = boolean.class)
})
public final class CommitOrRollback implements Interceptor {

    /** A plugin without properties. */
    public CommitOrRollback() {}

    /** Runs the method as if the session had written; in a session that commits each statement that changes nothing. */
    @Override
    public Object intercept(Invocation invocation) throws InvocationTargetException, IllegalAccessException {
        return invocation.getMethod().invoke(invocation.getTarget(), true);
    }
}
