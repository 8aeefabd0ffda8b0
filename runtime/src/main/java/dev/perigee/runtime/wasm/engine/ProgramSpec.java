package dev.perigee.runtime.wasm.engine;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a program is loaded with.
///
/// @param name first argument of the command
/// @param memoryMb limit of linear memory, in MiB
public record ProgramSpec(String name, int memoryMb, SortedMap<String, String> environment) {
  public ProgramSpec {
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }

  /// Values of variables are secrets: they are not shown.
  @Override
  public String toString() {
    return "ProgramSpec[" + name + ", memoryMb=" + memoryMb + "]";
  }

  static ProgramSpec of(String name, int memoryMb, Map<String, String> environment) {
    return new ProgramSpec(name, memoryMb, new TreeMap<>(environment));
  }
}
