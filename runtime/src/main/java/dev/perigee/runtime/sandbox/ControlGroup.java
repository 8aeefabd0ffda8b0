package dev.perigee.runtime.sandbox;

import java.io.IOException;

/// The limits and meters of one sandbox in the kernel.
interface ControlGroup {

  /// Puts a process into the group; what it starts later belongs to it too.
  void attach(int pid) throws IOException;

  /// Sets the limits; what the machine has no controller for stays unlimited here.
  void limit(Limits limits) throws IOException;

  /// Thousandths of a core, 0 for no limit.
  void limitCpu(int cpuMilli) throws IOException;

  /// Stops every thread; false if the machine can't.
  boolean freeze();

  boolean thaw();

  /// CPU time of everything in it, -1 if not metered.
  long cpuNs();

  /// Memory charged to it, -1 if not metered.
  long memoryBytes();

  /// Kills what is left and removes the group.
  void remove();

  /// What a sandbox may use.
  ///
  /// @param memoryBytes memory, its temporary folder included
  /// @param processes processes and threads
  record Limits(long memoryBytes, int processes) {}
}
