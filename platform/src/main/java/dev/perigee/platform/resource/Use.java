package dev.perigee.platform.resource;

/// What a function's code names of the platform's.
///
/// @param kind `queue`, `table`, `bucket`, `topic` or `cron`
/// @param name what it is called; of `cron` the schedule
/// @param place file and line
/// @param isLiteral whether the name stands there; otherwise `name` is empty, and it is found only
///   when the function runs
/// @param isWritten whether it is seen there that something is put, sent, published or deleted
public record Use(String kind, String name, String place, boolean isLiteral, boolean isWritten) {}
