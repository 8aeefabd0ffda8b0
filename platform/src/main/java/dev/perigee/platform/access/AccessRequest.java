package dev.perigee.platform.access;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// A request as it came.
///
/// @param rawPath percent-encoded
/// @param rawQuery empty if there is none
/// @param headerNames in lower case
/// @param header the value of a header by its name in lower case; empty if it is not there
/// @param body read when it is asked for, so that nobody sends much before being known
public record AccessRequest(
    String method,
    String rawPath,
    String rawQuery,
    Collection<String> headerNames,
    Function<String, String> header,
    Supplier<byte[]> body) {

  Optional<Signature> signature() {
    return Signature.parse(header.apply("authorization"));
  }
}
