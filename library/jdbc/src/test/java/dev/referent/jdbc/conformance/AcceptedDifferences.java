package dev.referent.jdbc.conformance;

import java.util.List;

/** Where Referent answers differently on purpose, each with its reason. */
final class AcceptedDifferences {
    /**
     * A difference.
     *
     * @param methods which methods show it
     * @param bare what the driver's answer contains
     * @param enforced what Referent's contains
     */
    private record Difference(String methods, String bare, String enforced, String reason) {}

    private static final List<Difference> ALL = List.of(
            new Difference(
                    "unwrap", "held object", "a Connection", "unwrap reaches the driver's own object, as in a pool"),
            new Difference("unwrap", "", "held object", "unwrap gives the object itself where that is of the type"),
            new Difference(
                    "setAutoCommit",
                    "A foreign key constraint failed",
                    "d null",
                    "the driver leaves a transaction open that is lost with the connection; Referent rolls it back"),
            new Difference(
                    "execute(Large)?Batch",
                    "A foreign key constraint failed",
                    "throws batch",
                    "a failed batch has the counts of the rows before the failure, and no others"),
            new Difference(
                    "getStatement",
                    "a Statement",
                    "held object",
                    "generated keys lead to the statement that generated them, not to one of the driver's own"));

    private AcceptedDifferences() {}

    static boolean contain(String method, String bare, String enforced) {
        return ALL.stream()
                .anyMatch(difference -> method.matches(difference.methods)
                        && bare.contains(difference.bare)
                        && enforced.contains(difference.enforced));
    }
}
