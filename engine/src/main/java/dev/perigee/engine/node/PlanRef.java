package dev.perigee.engine.node;

/// Which plan a placement belongs to.
public record PlanRef(long planId, long decisionId, int epoch) {}
