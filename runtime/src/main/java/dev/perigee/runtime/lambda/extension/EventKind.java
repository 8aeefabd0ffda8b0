package dev.perigee.runtime.lambda.extension;

/// What an extension can be told of.
public enum EventKind {
  INVOKE,
  SHUTDOWN
}
