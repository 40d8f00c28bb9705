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
 * <p>Plain MyBatis first checks whether the session has written, and does not count {@code @Select("INSERT … RETURNING")}:
 * after that {@code commit()} and {@code rollback()} do nothing, {@code close()} stores the row, and a violation that {@code
 * commit()} should report is not reported. The alternative is {@code @Select(affectData = true)} on each such statement.
 */
@Intercepts({
    @Signature(type = Executor.class, method = "commit", args = boolean.class),
    @Signature(type = Executor.class, method = "rollback", args = boolean.class),
    @Signature(type = Executor.class, method = "close", args = boolean.class)
})
public final class CommitOrRollback implements Interceptor {

    /** A plugin without properties. */
    public CommitOrRollback() {}

    /** Calls the method as if the session had written, which has no effect in a session that commits each statement. */
    @Override
    public Object intercept(Invocation invocation) throws InvocationTargetException, IllegalAccessException {
        return invocation.getMethod().invoke(invocation.getTarget(), true);
    }
}
