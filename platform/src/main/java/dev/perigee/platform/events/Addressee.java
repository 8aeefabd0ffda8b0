package dev.perigee.platform.events;

import dev.perigee.platform.control.FunctionName;

/// Whom an event is for.
///
/// @param qualifier what was asked for; an alias is looked up at each attempt
/// @param functionArn the function as it was asked for, for its context
public record Addressee(FunctionName function, String qualifier, String functionArn) {}
