package dev.referent.jdbc.delegate;

import java.io.InputStream;
import java.io.Reader;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;

/**
 * Delegates the bindings of a {@link PreparedStatement} that a class does not make itself to another prepared statement. An
 * interface, so that a class that extends another can take it in.
 */
public interface BindingStatement extends PreparedStatement {
    /** Returns the statement that receives the bindings. */
    PreparedStatement bound();

    /** Returns that statement before the value of an index, counted from 1, is bound. */
    PreparedStatement bound(int index);

    @Override
    default void setBoolean(int index, boolean value) throws SQLException {
        bound(index).setBoolean(index, value);
    }

    @Override
    default void setByte(int index, byte value) throws SQLException {
        bound(index).setByte(index, value);
    }

    @Override
    default void setFloat(int index, float value) throws SQLException {
        bound(index).setFloat(index, value);
    }

    @Override
    default void setDouble(int index, double value) throws SQLException {
        bound(index).setDouble(index, value);
    }

    @Override
    default void setBytes(int index, byte[] value) throws SQLException {
        bound(index).setBytes(index, value);
    }

    @Override
    default void setDate(int index, Date value) throws SQLException {
        bound(index).setDate(index, value);
    }

    @Override
    default void setTime(int index, Time value) throws SQLException {
        bound(index).setTime(index, value);
    }

    @Override
    default void setTimestamp(int index, Timestamp value) throws SQLException {
        bound(index).setTimestamp(index, value);
    }

    @Override
    default void setAsciiStream(int index, InputStream value, int length) throws SQLException {
        bound(index).setAsciiStream(index, value, length);
    }

    @Override
    @Deprecated
    default void setUnicodeStream(int index, InputStream value, int length) throws SQLException {
        bound(index).setUnicodeStream(index, value, length);
    }

    @Override
    default void setBinaryStream(int index, InputStream value, int length) throws SQLException {
        bound(index).setBinaryStream(index, value, length);
    }

    @Override
    default void setObject(int index, Object value, int type) throws SQLException {
        bound(index).setObject(index, value, type);
    }

    @Override
    default void setCharacterStream(int index, Reader value, int length) throws SQLException {
        bound(index).setCharacterStream(index, value, length);
    }

    @Override
    default void setRef(int index, Ref value) throws SQLException {
        bound(index).setRef(index, value);
    }

    @Override
    default void setBlob(int index, Blob value) throws SQLException {
        bound(index).setBlob(index, value);
    }

    @Override
    default void setClob(int index, Clob value) throws SQLException {
        bound(index).setClob(index, value);
    }

    @Override
    default void setArray(int index, Array value) throws SQLException {
        bound(index).setArray(index, value);
    }

    @Override
    default ResultSetMetaData getMetaData() throws SQLException {
        return bound().getMetaData();
    }

    @Override
    default void setDate(int index, Date value, Calendar calendar) throws SQLException {
        bound(index).setDate(index, value, calendar);
    }

    @Override
    default void setTime(int index, Time value, Calendar calendar) throws SQLException {
        bound(index).setTime(index, value, calendar);
    }

    @Override
    default void setTimestamp(int index, Timestamp value, Calendar calendar) throws SQLException {
        bound(index).setTimestamp(index, value, calendar);
    }

    @Override
    default void setNull(int index, int type, String typeName) throws SQLException {
        bound(index).setNull(index, type, typeName);
    }

    @Override
    default void setURL(int index, URL value) throws SQLException {
        bound(index).setURL(index, value);
    }

    @Override
    default ParameterMetaData getParameterMetaData() throws SQLException {
        return bound().getParameterMetaData();
    }

    @Override
    default void setRowId(int index, RowId value) throws SQLException {
        bound(index).setRowId(index, value);
    }

    @Override
    default void setNString(int index, String value) throws SQLException {
        bound(index).setNString(index, value);
    }

    @Override
    default void setNCharacterStream(int index, Reader value, long length) throws SQLException {
        bound(index).setNCharacterStream(index, value, length);
    }

    @Override
    default void setNClob(int index, NClob value) throws SQLException {
        bound(index).setNClob(index, value);
    }

    @Override
    default void setClob(int index, Reader value, long length) throws SQLException {
        bound(index).setClob(index, value, length);
    }

    @Override
    default void setBlob(int index, InputStream value, long length) throws SQLException {
        bound(index).setBlob(index, value, length);
    }

    @Override
    default void setNClob(int index, Reader value, long length) throws SQLException {
        bound(index).setNClob(index, value, length);
    }

    @Override
    default void setSQLXML(int index, SQLXML value) throws SQLException {
        bound(index).setSQLXML(index, value);
    }

    @Override
    default void setObject(int index, Object value, int type, int scaleOrLength) throws SQLException {
        bound(index).setObject(index, value, type, scaleOrLength);
    }

    @Override
    default void setAsciiStream(int index, InputStream value, long length) throws SQLException {
        bound(index).setAsciiStream(index, value, length);
    }

    @Override
    default void setBinaryStream(int index, InputStream value, long length) throws SQLException {
        bound(index).setBinaryStream(index, value, length);
    }

    @Override
    default void setCharacterStream(int index, Reader value, long length) throws SQLException {
        bound(index).setCharacterStream(index, value, length);
    }

    @Override
    default void setAsciiStream(int index, InputStream value) throws SQLException {
        bound(index).setAsciiStream(index, value);
    }

    @Override
    default void setBinaryStream(int index, InputStream value) throws SQLException {
        bound(index).setBinaryStream(index, value);
    }

    @Override
    default void setCharacterStream(int index, Reader value) throws SQLException {
        bound(index).setCharacterStream(index, value);
    }

    @Override
    default void setNCharacterStream(int index, Reader value) throws SQLException {
        bound(index).setNCharacterStream(index, value);
    }

    @Override
    default void setClob(int index, Reader value) throws SQLException {
        bound(index).setClob(index, value);
    }

    @Override
    default void setBlob(int index, InputStream value) throws SQLException {
        bound(index).setBlob(index, value);
    }

    @Override
    default void setNClob(int index, Reader value) throws SQLException {
        bound(index).setNClob(index, value);
    }

    @Override
    default void setObject(int index, Object value, SQLType type, int scaleOrLength) throws SQLException {
        bound(index).setObject(index, value, type, scaleOrLength);
    }

    @Override
    default void setObject(int index, Object value, SQLType type) throws SQLException {
        bound(index).setObject(index, value, type);
    }
}
