package dev.referent.evidence.comparison.path;

import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.Family;
import java.util.List;
import java.util.function.Supplier;

/** The access paths of the comparison. */
public final class AccessPaths {
    private AccessPaths() {}

    /** Returns all access paths, in the order of a report. */
    public static List<AccessPath> all() {
        return List.of(new JdbcPath(), new LibraryPath("hibernate", () -> new HibernatePath()), new MyBatisPath());
    }

    /**
     * An access path whose library may be missing from the class path.
     *
     * @param name its name
     * @param path creates the path; its classes are loaded when it is called
     */
    private record LibraryPath(String name, Supplier<AccessPath> path) implements AccessPath {
        @Override
        public OpenPath open(Database database, Family family) throws PathUnavailableException {
            try {
                return path.get().open(database, family);
            } catch (NoClassDefFoundError e) {
                throw new PathUnavailableException(
                        "no " + name + " is on the class path; the folder lib beside the referent command's jar has it",
                        e);
            }
        }
    }
}
