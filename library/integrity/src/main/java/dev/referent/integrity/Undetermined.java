package dev.referent.integrity;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.Set;

/**
 * Why an explanation is incomplete.
 *
 * @param reason the reason as a constant, for programs
 * @param sentence the reason as a sentence, for people
 */
public record Undetermined(Reason reason, String sentence) implements Serializable {
    /** The reasons whose sentence ends with a list of orphan rows. */
    private static final Set<Reason> LISTS =
            EnumSet.of(Reason.STATE_BEFORE_UNKNOWN, Reason.SCHEMA_CHANGED, Reason.COUNTED_ONLY);

    /** The known reasons, each with its sentence. */
    public enum Reason {
        /** The deadline of the explanation passed. */
        TIME_LIMIT("not explained within %s ms; raise the limit with EnforcedDataSource.explainingWithin"),
        /** A re-run that cannot be interrupted may take too long. */
        MAY_TAKE_LONG(
                "a RESTRICT stopped the statement in a transaction, where a re-run cannot be interrupted, and to run it to its end may"
                        + " take long"),
        /** The application cancelled the statement while it was explained. */
        CANCELLED("the statement was cancelled while it was explained"),
        /** The statement is none of those that are explained. */
        NO_WRITE("only INSERT, UPDATE, DELETE, DROP TABLE and statements that end a transaction are explained"),
        /** A re-run may have other values than the failed run: of a function, of the clock, or a random rowid. */
        NOT_REPEATABLE(
                "the statement, a trigger, a view or a default calls a function that may return another value on a re-run, or"
                        + " SQLite chooses a rowid at random"),
        /** Re-running might go further than the failed statement did, and roll back the transaction. */
        MAY_ROLL_BACK("the statement, a trigger or a table may roll back the transaction, so it is not re-run"),
        /** Re-running could not be undone. */
        NO_ROLLBACK("the journal mode of the database %s is OFF, so a re-run could not be rolled back"),
        /** The application's progress handler could interrupt a re-run, which SQLite answers by rolling back the transaction. */
        PROGRESS_HANDLER(
                "the application has set a progress handler, which could interrupt a re-run and its rollback, so the statement is"
                        + " not re-run"),
        /** Re-running would end another statement of the connection. */
        UNREAD_ROWS("rows of a statement that writes are not read to their end; read or close them first"),
        /** Re-running would end the rows of a query. */
        OPEN_ROWS(
                "rows of a query are open on the connection, and re-running the statement could end them; read or close them"
                        + " first"),
        /** Re-running would lock a database that the transaction has not written. */
        SEVERAL_DATABASES(
                "the statements write several databases, and a re-run would lock one that the failed statement did"
                        + " not use"),
        /** SQLite rolled back the whole transaction during the explanation. */
        TRANSACTION_LOST(
                "the whole transaction was rolled back because of an interrupt, or a full disk, during an explanation; run it again"),
        /** Nothing was found that violates a foreign key. */
        NOT_FOUND("re-running the statement violated no foreign key"),
        /** A RESTRICT made the statement fail, and several rows may be its cause. */
        SEVERAL_RESTRICTS(
                "a RESTRICT made the statement fail, and more than one row that the statement deletes or updates may be the cause"),
        /** A RESTRICT made the statement fail, and without it the statement fails for another reason. */
        FAILS_OTHERWISE("a RESTRICT made the statement fail, and without that it would fail with: %s"),
        /** A RESTRICT made the statement fail, and SQLite does not report how it changes the parent rows of a deferred key. */
        DEFERRED_RESTRICT(
                "a deferred key's RESTRICT may be violated as well: SQLite does not report how its parent rows were changed"),
        /** It is not known which row of a batch failed. */
        WHICH_ROW("which row of the batch failed, and what the rows after it would do, is not known"),
        /** Later rows of a batch were not checked. */
        LATER_ROWS("row %s and those after it were not looked at: %s"),
        /** The values of a batch cannot be read from the driver. */
        UNREADABLE_VALUES("the values of the batch cannot be read from the driver; open it with --add-opens"
                + " org.xerial.sqlitejdbc/org.sqlite.core=dev.referent.jdbc"),
        /** A foreign key does not match its parent table. */
        MISMATCH("a foreign key of the table %s does not match what it references: the columns that it names of %s"
                + " do not exist, differ in number, or are not its PRIMARY KEY or UNIQUE (with the same collation)"),
        /** A foreign key's parent table does not exist. */
        NO_PARENT_TABLE("the foreign key of %s (%s) references the table %s, which does not exist"),
        /** The state of the database before the transaction is unknown. */
        STATE_BEFORE_UNKNOWN(
                "the state of %s before the transaction is unknown: %s; child rows without a parent row: %s"),
        /** The transaction has changed the tables that it writes. */
        SCHEMA_CHANGED(
                "the transaction has changed the schema, so its rows cannot be compared with those before it; child rows"
                        + " without a parent row: %s"),
        /** SQLite counts the child rows of a table that the transaction has dropped. */
        DROPPED_TABLE(
                "the transaction has dropped a table, and no child row lacks its parent row because of it: SQLite goes on counting the"
                        + " child rows of a dropped table when another one is renamed to its name; roll back, and rebuild the table in"
                        + " a MigrationScope"),
        /** SQLite counts a violation that the transaction has not added. */
        COUNTED_ONLY(
                "no child row lacks its parent because of this transaction: SQLite counts an older orphan row that is written again,"
                        + " or a violation that is not there, as it does after a failed statement that violated a deferred key as"
                        + " well; roll back and start again; older orphan rows of the tables that it names: %s"),
        /** A server does not say which values are at fault. */
        VALUES_UNKNOWN("%s does not say which values, and the statement is not simple enough to read them from"),
        /** A server stops at the first violated foreign key. */
        OTHER_KEYS_UNKNOWN("%s stops at the first key that it finds violated, and there may be others"),
        /** Explaining failed. */
        FAILED("explaining it failed: %s");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** Returns the reason with the details of its sentence. */
        public Undetermined because(Object... details) {
            return new Undetermined(this, sentence.formatted(details));
        }
    }

    /** Returns the same reason with a place before its sentence. */
    public Undetermined at(String place) {
        return new Undetermined(reason, place + ": " + sentence);
    }

    /** Returns the sentence without the message of another failure and without a list of orphan rows, which contain values. */
    String sentenceWithoutDetails() {
        if (LISTS.contains(reason)) {
            String label =
                    reason.sentence.substring(reason.sentence.lastIndexOf("; ")).replace("%s", "");
            return sentence.substring(0, sentence.indexOf(label)) + label + "not shown";
        }
        return reason == Reason.FAILED || reason == Reason.FAILS_OTHERWISE
                ? reason.because("an error that is not shown").sentence()
                : sentence;
    }

    @Override
    public String toString() {
        return sentence;
    }
}
