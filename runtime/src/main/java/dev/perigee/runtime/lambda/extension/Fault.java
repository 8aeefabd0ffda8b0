package dev.perigee.runtime.lambda.extension;

/// Why a sandbox can't go on because of one of its extensions.
///
/// @param type such as `Extension.Crash`
public record Fault(String type, String message) {}
