package dev.perigee.runtime.wasm.host;

/// Kinds of frames.
final class Frame {
  /// To the worker JVM: module -> COMPILED or REFUSED.
  static final byte COMPILE = 1;

  /// To the worker JVM: id, program spec, artefact -> LOADED, REFUSED or DAMAGED.
  static final byte LOAD = 2;

  /// To the worker JVM: id -> UNLOADED.
  static final byte UNLOAD = 3;

  /// To the worker JVM: id, timeout, output limit, input -> any number of LINE, then ENDED.
  static final byte RUN = 4;

  static final byte COMPILED = 11;
  static final byte LOADED = 12;
  static final byte UNLOADED = 13;
  static final byte LINE = 14;
  static final byte ENDED = 15;
  static final byte REFUSED = 16;
  static final byte DAMAGED = 17;

  /// A module to compile is the largest body.
  static final int BODY_BYTES_MAX = 256 << 20;

  private Frame() {}
}
