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

/** Delegates every update of a column by its label to another result set. */
interface LabelledUpdates extends ResultSet {
    ResultSet rows();

    @Override
    default void updateArray(String label, Array value) throws SQLException {
        rows().updateArray(label, value);
    }

    @Override
    default void updateAsciiStream(String label, InputStream value, int length) throws SQLException {
        rows().updateAsciiStream(label, value, length);
    }

    @Override
    default void updateAsciiStream(String label, InputStream value, long length) throws SQLException {
        rows().updateAsciiStream(label, value, length);
    }

    @Override
    default void updateAsciiStream(String label, InputStream value) throws SQLException {
        rows().updateAsciiStream(label, value);
    }

    @Override
    default void updateBigDecimal(String label, BigDecimal value) throws SQLException {
        rows().updateBigDecimal(label, value);
    }

    @Override
    default void updateBinaryStream(String label, InputStream value, int length) throws SQLException {
        rows().updateBinaryStream(label, value, length);
    }

    @Override
    default void updateBinaryStream(String label, InputStream value, long length) throws SQLException {
        rows().updateBinaryStream(label, value, length);
    }

    @Override
    default void updateBinaryStream(String label, InputStream value) throws SQLException {
        rows().updateBinaryStream(label, value);
    }

    @Override
    default void updateBlob(String label, InputStream value, long length) throws SQLException {
        rows().updateBlob(label, value, length);
    }

    @Override
    default void updateBlob(String label, InputStream value) throws SQLException {
        rows().updateBlob(label, value);
    }

    @Override
    default void updateBlob(String label, Blob value) throws SQLException {
        rows().updateBlob(label, value);
    }

    @Override
    default void updateBoolean(String label, boolean value) throws SQLException {
        rows().updateBoolean(label, value);
    }

    @Override
    default void updateByte(String label, byte value) throws SQLException {
        rows().updateByte(label, value);
    }

    @Override
    default void updateBytes(String label, byte[] value) throws SQLException {
        rows().updateBytes(label, value);
    }

    @Override
    default void updateCharacterStream(String label, Reader value, int length) throws SQLException {
        rows().updateCharacterStream(label, value, length);
    }

    @Override
    default void updateCharacterStream(String label, Reader value, long length) throws SQLException {
        rows().updateCharacterStream(label, value, length);
    }

    @Override
    default void updateCharacterStream(String label, Reader value) throws SQLException {
        rows().updateCharacterStream(label, value);
    }

    @Override
    default void updateClob(String label, Reader value, long length) throws SQLException {
        rows().updateClob(label, value, length);
    }

    @Override
    default void updateClob(String label, Reader value) throws SQLException {
        rows().updateClob(label, value);
    }

    @Override
    default void updateClob(String label, Clob value) throws SQLException {
        rows().updateClob(label, value);
    }

    @Override
    default void updateDate(String label, Date value) throws SQLException {
        rows().updateDate(label, value);
    }

    @Override
    default void updateDouble(String label, double value) throws SQLException {
        rows().updateDouble(label, value);
    }

    @Override
    default void updateFloat(String label, float value) throws SQLException {
        rows().updateFloat(label, value);
    }

    @Override
    default void updateInt(String label, int value) throws SQLException {
        rows().updateInt(label, value);
    }

    @Override
    default void updateLong(String label, long value) throws SQLException {
        rows().updateLong(label, value);
    }

    @Override
    default void updateNCharacterStream(String label, Reader value, long length) throws SQLException {
        rows().updateNCharacterStream(label, value, length);
    }

    @Override
    default void updateNCharacterStream(String label, Reader value) throws SQLException {
        rows().updateNCharacterStream(label, value);
    }

    @Override
    default void updateNClob(String label, Reader value, long length) throws SQLException {
        rows().updateNClob(label, value, length);
    }

    @Override
    default void updateNClob(String label, Reader value) throws SQLException {
        rows().updateNClob(label, value);
    }

    @Override
    default void updateNClob(String label, NClob value) throws SQLException {
        rows().updateNClob(label, value);
    }

    @Override
    default void updateNString(String label, String value) throws SQLException {
        rows().updateNString(label, value);
    }

    @Override
    default void updateNull(String label) throws SQLException {
        rows().updateNull(label);
    }

    @Override
    default void updateObject(String label, Object value, int scaleOrLength) throws SQLException {
        rows().updateObject(label, value, scaleOrLength);
    }

    @Override
    default void updateObject(String label, Object value, SQLType type, int scaleOrLength) throws SQLException {
        rows().updateObject(label, value, type, scaleOrLength);
    }

    @Override
    default void updateObject(String label, Object value, SQLType type) throws SQLException {
        rows().updateObject(label, value, type);
    }

    @Override
    default void updateObject(String label, Object value) throws SQLException {
        rows().updateObject(label, value);
    }

    @Override
    default void updateRef(String label, Ref value) throws SQLException {
        rows().updateRef(label, value);
    }

    @Override
    default void updateRowId(String label, RowId value) throws SQLException {
        rows().updateRowId(label, value);
    }

    @Override
    default void updateSQLXML(String label, SQLXML value) throws SQLException {
        rows().updateSQLXML(label, value);
    }

    @Override
    default void updateShort(String label, short value) throws SQLException {
        rows().updateShort(label, value);
    }

    @Override
    default void updateString(String label, String value) throws SQLException {
        rows().updateString(label, value);
    }

    @Override
    default void updateTime(String label, Time value) throws SQLException {
        rows().updateTime(label, value);
    }

    @Override
    default void updateTimestamp(String label, Timestamp value) throws SQLException {
        rows().updateTimestamp(label, value);
    }
}
