package dev.referent.evidence.engines;

import java.util.OptionalInt;

/** A cluster of servers on loopback, whose nodes can be killed and started again. Nodes are counted from 0. */
public interface RunningCluster extends RunningEngine {
    /** Returns how many nodes it has, those that were killed among them. */
    int nodes();

    /** Returns the JDBC URL of a database on one node. */
    String url(int node, String database);

    /** Returns the JDBC URL of a database that a program uses, which leads to a node that writes, if there is one. */
    String url(String database);

    /** Returns the node that alone takes writes now; empty where each node takes them, or none does. */
    OptionalInt leader();

    /** Ends a node at once, as a crash would. */
    void kill(int node);

    /**
     * Starts a node that was killed.
     *
     * @throws EngineUnavailableException if it has not joined the others after some time; it is ended then
     */
    void restart(int node) throws EngineUnavailableException;
}
