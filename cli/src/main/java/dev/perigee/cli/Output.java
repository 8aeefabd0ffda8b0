package dev.perigee.cli;

/// How a verb prints its result.
enum Output {
  /// One document, for programs.
  json,
  /// Aligned text, for people.
  table
}
