package dev.perigee.runtime.worker;

/// Takes the lines that a function writes to standard output and standard error. Thread-safe; never
/// blocks for long: what it can't take it drops and counts.
@FunctionalInterface
public interface LogSink {
  void line(String line);
}
