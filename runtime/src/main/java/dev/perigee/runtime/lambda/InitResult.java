package dev.perigee.runtime.lambda;

/// How the start of a runtime ended.
sealed interface InitResult {

  /// It asked for its first invocation, and so did its extensions.
  record Ready(long atNs) implements InitResult {}

  /// It, or an extension, reported an error of its own.
  record Failed(byte[] body) implements InitResult {}
}
