package dev.referent.corpus.mybatis;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;

/**
 * Reads the rows of a query as records. MyBatis itself looks for a constructor, the columns and a type handler of each for every
 * row, which takes longer than SQLite needs for it.
 *
 * @param <R> the type of the records
 */
final class RowHandler<R> extends BaseTypeHandler<R> {
    private final Reader<R> reader;

    RowHandler(Reader<R> reader) {
        this.reader = reader;
    }

    /** Reads the columns of the current row in their order. */
    @FunctionalInterface
    interface Reader<R> {
        R read(ResultSet row) throws SQLException;
    }

    @Override
    public R getNullableResult(ResultSet row, String firstColumn) throws SQLException {
        return reader.read(row);
    }

    @Override
    public R getNullableResult(ResultSet row, int firstColumn) throws SQLException {
        return reader.read(row);
    }

    @Override
    public R getNullableResult(CallableStatement call, int column) {
        throw new UnsupportedOperationException("a procedure returns no rows here");
    }

    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, R row, JdbcType type) {
        throw new UnsupportedOperationException("a row is no parameter");
    }
}
