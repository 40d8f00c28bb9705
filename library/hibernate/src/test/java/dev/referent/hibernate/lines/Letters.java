package dev.referent.hibernate.lines;

import jakarta.persistence.Entity;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** Writers and their letters, by what Jakarta Persistence 3.1 has. */
final class Letters {
    private Letters() {}

    /** A parent; the id is assigned. */
    @Entity(name = "Writer")
    @Table(name = "writer")
    static class Writer {
        @Id
        long id;

        protected Writer() {}

        Writer(long id) {
            this.id = id;
        }
    }

    /** A child; the id is the database's. */
    @Entity(name = "Letter")
    @Table(name = "letter")
    static class Letter {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @ManyToOne(optional = false)
        @JoinColumn(name = "writer_id", foreignKey = @ForeignKey(name = "letter_writer_fk"))
        Writer writer;

        protected Letter() {}

        Letter(Writer writer) {
            this.writer = writer;
        }
    }

    /** A child whose key is checked at the end of the transaction. */
    @Entity(name = "Note")
    @Table(name = "note")
    static class Note {
        @Id
        long id;

        @ManyToOne
        @JoinColumn(
                name = "writer_id",
                foreignKey =
                        @ForeignKey(
                                name = "note_writer_fk",
                                foreignKeyDefinition = "foreign key (writer_id) references writer (id)"
                                        + " deferrable initially deferred"))
        Writer writer;

        protected Note() {}

        Note(long id, Writer writer) {
            this.id = id;
            this.writer = writer;
        }
    }
}
