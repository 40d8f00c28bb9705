package dev.referent.evidence.engines;

import java.util.OptionalInt;

/** A running cluster on the loopback interface, whose nodes can be killed and restarted. Nodes are numbered from 0. */
public interface RunningCluster extends RunningEngine {
    /** Returns the number of nodes, including killed ones. */
    int nodes();

    /** Returns the JDBC URL of a database on one node. */
    String url(int node, String database);

    /** Returns the JDBC URL for programs, which connects to a node that accepts writes. */
    String url(String database);

    /** Returns the only node that accepts writes; empty if all nodes do, or none. */
    OptionalInt leader();

    /** Kills a node, as a crash would. */
    void kill(int node);

    /**
     * Restarts a killed node.
     *
     * @throws EngineUnavailableException if the node does not join the cluster in time; it is stopped
     */
    void restart(int node) throws EngineUnavailableException;
}
