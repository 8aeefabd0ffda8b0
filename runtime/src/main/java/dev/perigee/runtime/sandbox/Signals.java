package dev.perigee.runtime.sandbox;

/// Numbers of the signals that we send; the same on every Linux that we run on.
final class Signals {
  static final int KILL = 9;
  static final int TERM = 15;
  static final int CONT = 18;
  static final int STOP = 19;

  private Signals() {}
}
