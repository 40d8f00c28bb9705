package dev.referent.jdbc.differential;

import dev.referent.integrity.ReferentialAction;
import java.sql.SQLException;
import java.util.List;

/** Authors, their books, and which book continues which; pen names, which are equal in any letter case. */
final class Library {
    final Schema schema = new Schema();
    final Key author;
    final Key sequel;
    final Key pen;

    Library() {
        Table authors = table("author");
        Table books = table("book");
        author = key(books, "author_id", authors, ReferentialAction.NO_ACTION);
        sequel = key(books, "sequel_of", books, ReferentialAction.RESTRICT);
        Table penNames = new Table("main", "pen_name", Names.Quotes.NONE);
        Column name = new Column("name", "TEXT", " COLLATE NOCASE", false, null, null);
        penNames.columns.add(name);
        penNames.uniques.set(0, List.of(name));
        schema.tables.add(penNames);
        pen = key(table("signature"), "pen_name", penNames, ReferentialAction.NO_ACTION);
    }

    private Table table(String name) {
        Table table = new Table("main", name, Names.Quotes.NONE);
        Column id = Column.of("id", "INTEGER");
        table.columns.add(id);
        table.uniques.set(0, List.of(id));
        schema.tables.add(table);
        return table;
    }

    private static Key key(Table child, String column, Table parent, ReferentialAction onDelete) {
        Column referencing = Column.of(column, parent.primaryKey().get(0).type);
        child.columns.add(referencing);
        Key.Form form = new Key.Form(true, false, "", "", false, false);
        Key key = new Key(
                column + "_fk",
                child,
                List.of(referencing),
                parent,
                parent.primaryKey(),
                onDelete,
                ReferentialAction.NO_ACTION,
                form);
        child.keys.add(key);
        return key;
    }

    Copy open() throws SQLException {
        Copy copy = Copy.empty();
        for (Table table : schema.tables) {
            copy.execute(table.declaration());
        }
        return copy;
    }
}
