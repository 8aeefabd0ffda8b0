package dev.perigee.fabric.resource;

/// A value of a table or an object of a bucket.
///
/// @param version grows with each change of the resource; names this value
/// @param bytes size of the value, which a listing leaves out
public record Item(
    String key, byte[] value, String contentType, long version, long bytes, long utcNs) {}
