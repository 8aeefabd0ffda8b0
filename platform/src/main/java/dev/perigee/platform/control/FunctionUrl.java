package dev.perigee.platform.control;

/// An address of its own that calls a function over plain HTTP.
///
/// @param id stands in the address
/// @param qualifier `$LATEST` or an alias
/// @param authType `NONE` or `AWS_IAM`
/// @param cors what browsers are told, JSON; empty if nothing
public record FunctionUrl(
    String id,
    String qualifier,
    String authType,
    String invokeMode,
    String cors,
    long createdUtcNs,
    long modifiedUtcNs) {}
