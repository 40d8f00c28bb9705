package dev.referent.slices;

import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jdbc.test.autoconfigure.DataJdbcTest;

@DataJdbcTest
final class DataJdbcSliceTest implements SliceContract {
    @Autowired
    private DataSource source;

    @Autowired
    private BookRows books;

    @Override
    public DataSource source() {
        return source;
    }

    @Override
    public void store(int author) {
        books.save(new BookRow(null, author));
    }
}
