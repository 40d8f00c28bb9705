package dev.referent.evidence.comparison.path;

import java.util.List;

/** The access paths that the comparison knows by name. */
public final class AccessPaths {
    private AccessPaths() {}

    /** Returns them in the order in which a report shows them. */
    public static List<AccessPath> all() {
        return List.of(new JdbcPath(), new HibernatePath(), new MyBatisPath());
    }
}
