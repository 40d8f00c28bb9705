package dev.referent.evidence.comparison.scenario;

/**
 * One step of a scenario.
 *
 * @param session the session, 1 or 2
 * @param operation the operation
 */
public record Step(int session, Operation operation) {}
