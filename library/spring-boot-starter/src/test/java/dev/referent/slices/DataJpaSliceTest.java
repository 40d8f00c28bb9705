package dev.referent.slices;

import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;

@DataJpaTest
final class DataJpaSliceTest implements SliceContract {
    @Autowired
    private DataSource source;

    @Autowired
    private BookEntities books;

    @Override
    public DataSource source() {
        return source;
    }

    @Override
    public void store(int author) {
        books.saveAndFlush(new BookEntity(author));
    }
}
