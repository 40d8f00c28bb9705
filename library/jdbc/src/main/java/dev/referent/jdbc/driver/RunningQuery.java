package dev.referent.jdbc.driver;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * Tells from its compiled form whether a query that is on a row can go on after SQLite has expired all statements, as setting a PRAGMA
 * like {@code defer_foreign_keys} does: SQLite then ends it where it opens its next cursor.
 */
public final class RunningQuery {
    private static final int ADDRESS = 0;
    private static final int OPCODE = 1;
    private static final int TARGET = 3;

    private static final Set<String> OPENS = Set.of("OpenRead", "OpenWrite", "ReopenIdx");

    /** Instructions that go on to the next one, or end the query. */
    private static final Set<String> STRAIGHT = Set.of(
            "Affinity",
            "Column",
            "Copy",
            "DeferredSeek",
            "Halt",
            "IdxRowid",
            "Integer",
            "Null",
            "NullRow",
            "RealAffinity",
            "ResultRow",
            "Rowid",
            "SCopy",
            "String8");

    /** Instructions that may jump to an address, and to no other. */
    private static final Set<String> JUMPS = Set.of(
            "DecrJumpZero",
            "Eq",
            "Ge",
            "Goto",
            "Gt",
            "IdxGE",
            "IdxGT",
            "IdxLE",
            "IdxLT",
            "If",
            "IfNot",
            "IfNullRow",
            "IfPos",
            "IsNull",
            "Last",
            "Le",
            "Lt",
            "Ne",
            "Next",
            "NotExists",
            "NotNull",
            "Prev",
            "Rewind",
            "SeekGE",
            "SeekGT",
            "SeekLE",
            "SeekLT",
            "SeekRowid");

    private RunningQuery() {}

    /**
     * Returns whether it certainly opens no cursor after its first row: a scan of tables or indexes, with simple conditions.
     *
     * @param sql the query, which has no parameters: with their values SQLite may have compiled it differently
     */
    public static boolean opensNothingMore(SQLiteConnection connection, String sql) {
        List<Instruction> instructions = new ArrayList<>();
        try {
            Query.each(
                    connection,
                    "EXPLAIN " + sql,
                    row -> instructions.add(Instruction.of(row.get(ADDRESS), row.get(OPCODE), row.get(TARGET))));
        } catch (SQLException e) {
            return false;
        }
        long begin = instructions.get(0).target(); // what stands there is executed first, and only once
        long lastOpen = instructions.stream()
                .filter(instruction -> OPENS.contains(instruction.opcode()))
                .mapToLong(Instruction::address)
                .max()
                .orElse(0);
        return instructions.stream()
                .filter(instruction -> instruction.address() < begin)
                .allMatch(instruction -> instruction.address() > lastOpen
                        ? instruction.goesOnAfter(lastOpen)
                        : !instruction.opcode().equals("ResultRow"));
    }

    /** An instruction of SQLite's virtual machine, and the address to which it may jump (sqlite.org/opcode.html). */
    private record Instruction(long address, String opcode, long target) {
        static Instruction of(@Nullable Object address, @Nullable Object opcode, @Nullable Object target) {
            return new Instruction(Query.number(address), String.valueOf(opcode), Query.number(target));
        }

        boolean goesOnAfter(long address) {
            return STRAIGHT.contains(opcode) || (JUMPS.contains(opcode) && target > address);
        }
    }
}
