package dev.perigee.runtime.node;

import java.util.OptionalLong;

/// The machine's counters, as far as there are any. They only count up; who reads takes
/// differences.
public interface Meters {

  /// CPU time of the platform itself that this node answers for.
  long platformCpuNs();

  /// Energy of the node's processor packages and memory, empty without a meter such as RAPL.
  OptionalLong processorMicroJ();
}
