package dev.referent.slices;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.table;

import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jooq.test.autoconfigure.JooqTest;

@JooqTest
final class JooqSliceTest implements SliceContract {
    @Autowired
    private DataSource source;

    @Autowired
    private DSLContext jooq;

    @Override
    public DataSource source() {
        return source;
    }

    @Override
    public void store(int author) {
        jooq.insertInto(table("book"), field("author_id")).values(author).execute();
    }
}
