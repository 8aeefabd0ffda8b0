package dev.perigee.platform.control;

import dev.perigee.model.function.FunctionSpec;

/// A function or version that is deployed, and what is kept about it.
public record Deployed(FunctionSpec function, Facts facts) {}
