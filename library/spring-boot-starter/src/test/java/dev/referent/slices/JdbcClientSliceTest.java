package dev.referent.slices;

import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.jdbc.core.simple.JdbcClient;

@JdbcTest
final class JdbcClientSliceTest implements SliceContract {
    @Autowired
    private DataSource source;

    @Autowired
    private JdbcClient jdbc;

    @Override
    public DataSource source() {
        return source;
    }

    @Override
    public void store(int author) {
        jdbc.sql("INSERT INTO book (author_id) VALUES (:author)")
                .param("author", author)
                .update();
    }
}
