package dev.referent.jdbc.differential;

import org.jspecify.annotations.Nullable;

/** A column of a generated table; its name changes when the column is renamed. */
final class Column {
    final String type;
    final String collation;
    final boolean notNull;
    final @Nullable Value byDefault;

    /** What a generated column copies; null where the column is an ordinary one. */
    final @Nullable Column source;

    String name;

    Column(
            String name,
            String type,
            String collation,
            boolean notNull,
            @Nullable Value byDefault,
            @Nullable Column source) {
        this.name = name;
        this.type = type;
        this.collation = collation;
        this.notNull = notNull;
        this.byDefault = byDefault;
        this.source = source;
    }

    static Column of(String name, String type) {
        return new Column(name, type, "", false, null, null);
    }

    boolean isGenerated() {
        return source != null;
    }

    /** Returns the column that a statement writes to change this one. */
    Column written() {
        return source == null ? this : source;
    }

    /** Returns the name as statements write it. */
    String quoted() {
        return Names.quoted(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
