package dev.referent.jdbc;

import dev.referent.core.integrity.ForeignKey;
import java.util.List;
import java.util.Map;

/**
 * A key that may violate a foreign key.
 *
 * @param foreignKey the foreign key
 * @param key the values, in the order of its columns
 * @param childRow what identifies the child row, where there is one
 */
record Suspect(ForeignKey foreignKey, List<Object> key, Map<String, Object> childRow) {}
