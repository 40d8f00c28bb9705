package dev.referent.evidence.comparison.path;

import java.util.List;

/** The access paths of the comparison. */
public final class AccessPaths {
    private AccessPaths() {}

    /** Returns all access paths, in the order of a report. */
    public static List<AccessPath> all() {
        return List.of(new JdbcPath(), new HibernatePath(), new MyBatisPath());
    }
}
