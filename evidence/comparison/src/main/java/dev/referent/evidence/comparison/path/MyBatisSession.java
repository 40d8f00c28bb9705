package dev.referent.evidence.comparison.path;

import dev.referent.evidence.comparison.scenario.Operation;
import dev.referent.evidence.comparison.scenario.Table;
import dev.referent.evidence.engines.Family;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.ibatis.session.SqlSession;
import org.jspecify.annotations.Nullable;

/**
 * A MyBatis session. A session that writes batches uses MyBatis' batch executor, which sends statements only at a flush, at a
 * commit or before a SELECT. With autocommit, the session is flushed after each operation.
 */
final class MyBatisSession implements PathSession {
    /** Declares the JDBC type of each parameter, because some engines reject a NULL of another type. */
    private static final OperationSql SQL = new OperationSql(
            (index, number) -> "#{values[" + index + "],jdbcType=" + (number ? "INTEGER" : "VARCHAR") + "}");

    private final SqlSession session;
    private final RowMapper mapper;
    private final Family family;
    private final boolean autoCommit;

    MyBatisSession(SqlSession session, Family family, boolean autoCommit) {
        this.session = session;
        this.mapper = session.getMapper(RowMapper.class);
        this.family = family;
        this.autoCommit = autoCommit;
    }

    @Override
    public void run(Operation operation) {
        if (operation instanceof Operation.Commit) {
            session.commit();
        } else if (operation instanceof Operation.Rollback) {
            session.rollback();
        } else {
            write(operation);
            if (autoCommit || operation instanceof Operation.Flush) {
                session.flushStatements();
            }
        }
    }

    private void write(Operation operation) {
        if (operation instanceof Operation.Insert insert) {
            insert(insert.table(), insert.values());
        } else if (operation instanceof Operation.InsertAll all) {
            for (List<@Nullable Object> row : all.rows()) {
                insert(all.table(), row);
            }
        } else if (operation instanceof Operation.Update update) {
            mapper.write(SQL.update(update), listOf(update.value(), update.id()));
        } else if (operation instanceof Operation.Delete delete) {
            mapper.write(SQL.delete(delete), List.of(delete.id()));
        } else if (operation instanceof Operation.Sql sql) {
            mapper.write(sql.on(family).orElseThrow(), List.of());
        }
    }

    private void insert(Table table, List<@Nullable Object> row) {
        mapper.write(SQL.insert(table), row);
    }

    private static List<@Nullable Object> listOf(@Nullable Object... values) {
        List<@Nullable Object> list = new ArrayList<>();
        Collections.addAll(list, values);
        return list;
    }

    @Override
    public long count(String sql) {
        return mapper.count(sql);
    }

    @Override
    public void close() {
        session.close();
    }
}
