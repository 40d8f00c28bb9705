package dev.referent.evidence.comparison.scenario;

/**
 * One step of a scenario.
 *
 * @param session which session takes it, 1 or 2
 * @param operation what it does
 */
public record Step(int session, Operation operation) {}
