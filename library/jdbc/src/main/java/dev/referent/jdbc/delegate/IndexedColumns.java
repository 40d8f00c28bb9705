package dev.referent.jdbc.delegate;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;

/** Delegates every read of a column by its index to another result set. */
interface IndexedColumns extends ResultSet {
    ResultSet rows();

    @Override
    default Array getArray(int index) throws SQLException {
        return rows().getArray(index);
    }

    @Override
    default InputStream getAsciiStream(int index) throws SQLException {
        return rows().getAsciiStream(index);
    }

    @Override
    @Deprecated
    default BigDecimal getBigDecimal(int index, int scale) throws SQLException {
        return rows().getBigDecimal(index, scale);
    }

    @Override
    default BigDecimal getBigDecimal(int index) throws SQLException {
        return rows().getBigDecimal(index);
    }

    @Override
    default InputStream getBinaryStream(int index) throws SQLException {
        return rows().getBinaryStream(index);
    }

    @Override
    default Blob getBlob(int index) throws SQLException {
        return rows().getBlob(index);
    }

    @Override
    default boolean getBoolean(int index) throws SQLException {
        return rows().getBoolean(index);
    }

    @Override
    default byte getByte(int index) throws SQLException {
        return rows().getByte(index);
    }

    @Override
    default byte[] getBytes(int index) throws SQLException {
        return rows().getBytes(index);
    }

    @Override
    default Reader getCharacterStream(int index) throws SQLException {
        return rows().getCharacterStream(index);
    }

    @Override
    default Clob getClob(int index) throws SQLException {
        return rows().getClob(index);
    }

    @Override
    default Date getDate(int index, Calendar calendar) throws SQLException {
        return rows().getDate(index, calendar);
    }

    @Override
    default Date getDate(int index) throws SQLException {
        return rows().getDate(index);
    }

    @Override
    default double getDouble(int index) throws SQLException {
        return rows().getDouble(index);
    }

    @Override
    default float getFloat(int index) throws SQLException {
        return rows().getFloat(index);
    }

    @Override
    default int getInt(int index) throws SQLException {
        return rows().getInt(index);
    }

    @Override
    default long getLong(int index) throws SQLException {
        return rows().getLong(index);
    }

    @Override
    default Reader getNCharacterStream(int index) throws SQLException {
        return rows().getNCharacterStream(index);
    }

    @Override
    default NClob getNClob(int index) throws SQLException {
        return rows().getNClob(index);
    }

    @Override
    default String getNString(int index) throws SQLException {
        return rows().getNString(index);
    }

    @Override
    default <T> T getObject(int index, Class<T> type) throws SQLException {
        return rows().getObject(index, type);
    }

    @Override
    default Object getObject(int index, Map<String, Class<?>> map) throws SQLException {
        return rows().getObject(index, map);
    }

    @Override
    default Object getObject(int index) throws SQLException {
        return rows().getObject(index);
    }

    @Override
    default Ref getRef(int index) throws SQLException {
        return rows().getRef(index);
    }

    @Override
    default RowId getRowId(int index) throws SQLException {
        return rows().getRowId(index);
    }

    @Override
    default SQLXML getSQLXML(int index) throws SQLException {
        return rows().getSQLXML(index);
    }

    @Override
    default short getShort(int index) throws SQLException {
        return rows().getShort(index);
    }

    @Override
    default String getString(int index) throws SQLException {
        return rows().getString(index);
    }

    @Override
    default Time getTime(int index, Calendar calendar) throws SQLException {
        return rows().getTime(index, calendar);
    }

    @Override
    default Time getTime(int index) throws SQLException {
        return rows().getTime(index);
    }

    @Override
    default Timestamp getTimestamp(int index, Calendar calendar) throws SQLException {
        return rows().getTimestamp(index, calendar);
    }

    @Override
    default Timestamp getTimestamp(int index) throws SQLException {
        return rows().getTimestamp(index);
    }

    @Override
    default URL getURL(int index) throws SQLException {
        return rows().getURL(index);
    }

    @Override
    @Deprecated
    default InputStream getUnicodeStream(int index) throws SQLException {
        return rows().getUnicodeStream(index);
    }
}
