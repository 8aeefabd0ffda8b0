package dev.perigee.world.wire;

import java.util.UUID;

/// A part of an answer, from a node to its control plane, which answers when the caller has taken
/// it: a node sends one at a time.
///
/// @param contentType what the answer is, as the function says; empty if it does not
public record AnswerPart(UUID invocationId, String contentType, byte[] bytes) {}
