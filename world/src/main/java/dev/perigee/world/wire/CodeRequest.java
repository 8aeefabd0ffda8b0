package dev.perigee.world.wire;

/// A node asks its control plane for a part of a code archive; the answer is its bytes, none behind
/// the end.
public record CodeRequest(String sha256, long offsetBytes, int bytesMax) {}
