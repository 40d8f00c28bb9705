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

/** Delegates every read of a column by its label to another result set. */
interface LabelledColumns extends ResultSet {
    ResultSet rows();

    @Override
    default Array getArray(String label) throws SQLException {
        return rows().getArray(label);
    }

    @Override
    default InputStream getAsciiStream(String label) throws SQLException {
        return rows().getAsciiStream(label);
    }

    @Override
    @Deprecated
    default BigDecimal getBigDecimal(String label, int scale) throws SQLException {
        return rows().getBigDecimal(label, scale);
    }

    @Override
    default BigDecimal getBigDecimal(String label) throws SQLException {
        return rows().getBigDecimal(label);
    }

    @Override
    default InputStream getBinaryStream(String label) throws SQLException {
        return rows().getBinaryStream(label);
    }

    @Override
    default Blob getBlob(String label) throws SQLException {
        return rows().getBlob(label);
    }

    @Override
    default boolean getBoolean(String label) throws SQLException {
        return rows().getBoolean(label);
    }

    @Override
    default byte getByte(String label) throws SQLException {
        return rows().getByte(label);
    }

    @Override
    default byte[] getBytes(String label) throws SQLException {
        return rows().getBytes(label);
    }

    @Override
    default Reader getCharacterStream(String label) throws SQLException {
        return rows().getCharacterStream(label);
    }

    @Override
    default Clob getClob(String label) throws SQLException {
        return rows().getClob(label);
    }

    @Override
    default Date getDate(String label, Calendar calendar) throws SQLException {
        return rows().getDate(label, calendar);
    }

    @Override
    default Date getDate(String label) throws SQLException {
        return rows().getDate(label);
    }

    @Override
    default double getDouble(String label) throws SQLException {
        return rows().getDouble(label);
    }

    @Override
    default float getFloat(String label) throws SQLException {
        return rows().getFloat(label);
    }

    @Override
    default int getInt(String label) throws SQLException {
        return rows().getInt(label);
    }

    @Override
    default long getLong(String label) throws SQLException {
        return rows().getLong(label);
    }

    @Override
    default Reader getNCharacterStream(String label) throws SQLException {
        return rows().getNCharacterStream(label);
    }

    @Override
    default NClob getNClob(String label) throws SQLException {
        return rows().getNClob(label);
    }

    @Override
    default String getNString(String label) throws SQLException {
        return rows().getNString(label);
    }

    @Override
    default <T> T getObject(String label, Class<T> type) throws SQLException {
        return rows().getObject(label, type);
    }

    @Override
    default Object getObject(String label, Map<String, Class<?>> map) throws SQLException {
        return rows().getObject(label, map);
    }

    @Override
    default Object getObject(String label) throws SQLException {
        return rows().getObject(label);
    }

    @Override
    default Ref getRef(String label) throws SQLException {
        return rows().getRef(label);
    }

    @Override
    default RowId getRowId(String label) throws SQLException {
        return rows().getRowId(label);
    }

    @Override
    default SQLXML getSQLXML(String label) throws SQLException {
        return rows().getSQLXML(label);
    }

    @Override
    default short getShort(String label) throws SQLException {
        return rows().getShort(label);
    }

    @Override
    default String getString(String label) throws SQLException {
        return rows().getString(label);
    }

    @Override
    default Time getTime(String label, Calendar calendar) throws SQLException {
        return rows().getTime(label, calendar);
    }

    @Override
    default Time getTime(String label) throws SQLException {
        return rows().getTime(label);
    }

    @Override
    default Timestamp getTimestamp(String label, Calendar calendar) throws SQLException {
        return rows().getTimestamp(label, calendar);
    }

    @Override
    default Timestamp getTimestamp(String label) throws SQLException {
        return rows().getTimestamp(label);
    }

    @Override
    default URL getURL(String label) throws SQLException {
        return rows().getURL(label);
    }

    @Override
    @Deprecated
    default InputStream getUnicodeStream(String label) throws SQLException {
        return rows().getUnicodeStream(label);
    }
}
