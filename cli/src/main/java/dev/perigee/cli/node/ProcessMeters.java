package dev.perigee.cli.node;

import dev.perigee.runtime.node.Meters;
import java.util.OptionalLong;

/// Meters of a node that is a process.
///
/// @param process whose CPU time is this node's alone
/// @param machine whose energy is this node's share
record ProcessMeters(Meters process, Meters machine) implements Meters {

  @Override
  public long platformCpuNs() {
    return process.platformCpuNs();
  }

  @Override
  public OptionalLong processorMicroJ() {
    return machine.processorMicroJ();
  }
}
