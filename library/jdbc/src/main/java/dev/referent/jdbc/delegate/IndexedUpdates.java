package dev.referent.jdbc.delegate;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;

/** Delegates every update of a column by its index to another result set. */
interface IndexedUpdates extends ResultSet {
    ResultSet rows();

    @Override
    default void updateArray(int index, Array value) throws SQLException {
        rows().updateArray(index, value);
    }

    @Override
    default void updateAsciiStream(int index, InputStream value, int length) throws SQLException {
        rows().updateAsciiStream(index, value, length);
    }

    @Override
    default void updateAsciiStream(int index, InputStream value, long length) throws SQLException {
        rows().updateAsciiStream(index, value, length);
    }

    @Override
    default void updateAsciiStream(int index, InputStream value) throws SQLException {
        rows().updateAsciiStream(index, value);
    }

    @Override
    default void updateBigDecimal(int index, BigDecimal value) throws SQLException {
        rows().updateBigDecimal(index, value);
    }

    @Override
    default void updateBinaryStream(int index, InputStream value, int length) throws SQLException {
        rows().updateBinaryStream(index, value, length);
    }

    @Override
    default void updateBinaryStream(int index, InputStream value, long length) throws SQLException {
        rows().updateBinaryStream(index, value, length);
    }

    @Override
    default void updateBinaryStream(int index, InputStream value) throws SQLException {
        rows().updateBinaryStream(index, value);
    }

    @Override
    default void updateBlob(int index, InputStream value, long length) throws SQLException {
        rows().updateBlob(index, value, length);
    }

    @Override
    default void updateBlob(int index, InputStream value) throws SQLException {
        rows().updateBlob(index, value);
    }

    @Override
    default void updateBlob(int index, Blob value) throws SQLException {
        rows().updateBlob(index, value);
    }

    @Override
    default void updateBoolean(int index, boolean value) throws SQLException {
        rows().updateBoolean(index, value);
    }

    @Override
    default void updateByte(int index, byte value) throws SQLException {
        rows().updateByte(index, value);
    }

    @Override
    default void updateBytes(int index, byte[] value) throws SQLException {
        rows().updateBytes(index, value);
    }

    @Override
    default void updateCharacterStream(int index, Reader value, int length) throws SQLException {
        rows().updateCharacterStream(index, value, length);
    }

    @Override
    default void updateCharacterStream(int index, Reader value, long length) throws SQLException {
        rows().updateCharacterStream(index, value, length);
    }

    @Override
    default void updateCharacterStream(int index, Reader value) throws SQLException {
        rows().updateCharacterStream(index, value);
    }

    @Override
    default void updateClob(int index, Reader value, long length) throws SQLException {
        rows().updateClob(index, value, length);
    }

    @Override
    default void updateClob(int index, Reader value) throws SQLException {
        rows().updateClob(index, value);
    }

    @Override
    default void updateClob(int index, Clob value) throws SQLException {
        rows().updateClob(index, value);
    }

    @Override
    default void updateDate(int index, Date value) throws SQLException {
        rows().updateDate(index, value);
    }

    @Override
    default void updateDouble(int index, double value) throws SQLException {
        rows().updateDouble(index, value);
    }

    @Override
    default void updateFloat(int index, float value) throws SQLException {
        rows().updateFloat(index, value);
    }

    @Override
    default void updateInt(int index, int value) throws SQLException {
        rows().updateInt(index, value);
    }

    @Override
    default void updateLong(int index, long value) throws SQLException {
        rows().updateLong(index, value);
    }

    @Override
    default void updateNCharacterStream(int index, Reader value, long length) throws SQLException {
        rows().updateNCharacterStream(index, value, length);
    }

    @Override
    default void updateNCharacterStream(int index, Reader value) throws SQLException {
        rows().updateNCharacterStream(index, value);
    }

    @Override
    default void updateNClob(int index, Reader value, long length) throws SQLException {
        rows().updateNClob(index, value, length);
    }

    @Override
    default void updateNClob(int index, Reader value) throws SQLException {
        rows().updateNClob(index, value);
    }

    @Override
    default void updateNClob(int index, NClob value) throws SQLException {
        rows().updateNClob(index, value);
    }

    @Override
    default void updateNString(int index, String value) throws SQLException {
        rows().updateNString(index, value);
    }

    @Override
    default void updateNull(int index) throws SQLException {
        rows().updateNull(index);
    }

    @Override
    default void updateObject(int index, Object value, int scaleOrLength) throws SQLException {
        rows().updateObject(index, value, scaleOrLength);
    }

    @Override
    default void updateObject(int index, Object value, SQLType type, int scaleOrLength) throws SQLException {
        rows().updateObject(index, value, type, scaleOrLength);
    }

    @Override
    default void updateObject(int index, Object value, SQLType type) throws SQLException {
        rows().updateObject(index, value, type);
    }

    @Override
    default void updateObject(int index, Object value) throws SQLException {
        rows().updateObject(index, value);
    }

    @Override
    default void updateRef(int index, Ref value) throws SQLException {
        rows().updateRef(index, value);
    }

    @Override
    default void updateRowId(int index, RowId value) throws SQLException {
        rows().updateRowId(index, value);
    }

    @Override
    default void updateSQLXML(int index, SQLXML value) throws SQLException {
        rows().updateSQLXML(index, value);
    }

    @Override
    default void updateShort(int index, short value) throws SQLException {
        rows().updateShort(index, value);
    }

    @Override
    default void updateString(int index, String value) throws SQLException {
        rows().updateString(index, value);
    }

    @Override
    default void updateTime(int index, Time value) throws SQLException {
        rows().updateTime(index, value);
    }

    @Override
    default void updateTimestamp(int index, Timestamp value) throws SQLException {
        rows().updateTimestamp(index, value);
    }
}
