package dev.perigee.engine;

import dev.perigee.model.continuum.Overlay;
import dev.perigee.model.decision.Placement;
import java.util.Arrays;

/// The engine's side of the overlay: what proposed and accepted plans reserve on each node.
final class Reservations implements Overlay {
  private int[] memoryMb = new int[16];
  private int[] cpuMilli = new int[16];

  @Override
  public int reservedMemoryMb(int nodeIndex) {
    return nodeIndex < memoryMb.length ? memoryMb[nodeIndex] : 0;
  }

  @Override
  public int reservedCpuMilli(int nodeIndex) {
    return nodeIndex < cpuMilli.length ? cpuMilli[nodeIndex] : 0;
  }

  void reserve(int nodeIndex, Placement placement) {
    add(nodeIndex, placement, placement.workerCount());
  }

  void release(int nodeIndex, Placement placement, int workerCount) {
    add(nodeIndex, placement, -workerCount);
  }

  private void add(int nodeIndex, Placement placement, int workerCount) {
    if (nodeIndex >= memoryMb.length) {
      int length = Math.max(nodeIndex + 1, memoryMb.length * 2);
      memoryMb = Arrays.copyOf(memoryMb, length);
      cpuMilli = Arrays.copyOf(cpuMilli, length);
    }
    memoryMb[nodeIndex] += workerCount * placement.memoryMb();
    cpuMilli[nodeIndex] += workerCount * placement.cpuMilli();
  }
}
