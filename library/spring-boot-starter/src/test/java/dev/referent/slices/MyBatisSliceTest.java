package dev.referent.slices;

import javax.sql.DataSource;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Mapper;
import org.mybatis.spring.boot.test.autoconfigure.MybatisTest;
import org.springframework.beans.factory.annotation.Autowired;

@MybatisTest
final class MyBatisSliceTest implements SliceContract {
    @Autowired
    private DataSource source;

    @Autowired
    private Books books;

    @Override
    public DataSource source() {
        return source;
    }

    @Override
    public void store(int author) {
        books.store(author);
    }

    /** A mapper. */
    @Mapper
    interface Books {
        @Insert("INSERT INTO book (author_id) VALUES (#{author})")
        void store(int author);
    }
}
