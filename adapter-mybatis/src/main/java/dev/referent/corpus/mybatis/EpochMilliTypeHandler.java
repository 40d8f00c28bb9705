package dev.referent.corpus.mybatis;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;

/** Stores a time as milliseconds since 1970-01-01T00:00Z, in columns that are not null. */
final class EpochMilliTypeHandler extends BaseTypeHandler<Instant> {

    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, Instant time, JdbcType type)
            throws SQLException {
        statement.setLong(index, time.toEpochMilli());
    }

    @Override
    public Instant getNullableResult(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    @Override
    public Instant getNullableResult(ResultSet row, int column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    @Override
    public Instant getNullableResult(CallableStatement call, int column) throws SQLException {
        return Instant.ofEpochMilli(call.getLong(column));
    }
}
