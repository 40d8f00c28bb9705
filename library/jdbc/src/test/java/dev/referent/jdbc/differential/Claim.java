package dev.referent.jdbc.differential;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import java.util.List;

/**
 * That a key violates a foreign key.
 *
 * @param key the foreign key
 * @param kind which end is at fault
 * @param values as the child row holds them; where the parent is still referenced, as the parent row holds them
 */
record Claim(Key key, Kind kind, List<Value> values) {

    @Override
    public String toString() {
        return kind + " " + values + " of " + key;
    }
}
