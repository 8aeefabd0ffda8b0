package dev.perigee.model.continuum;

/// What is reserved on each node on top of a snapshot: plans that were proposed or accepted since,
/// and work in flight. Policies read it together with the snapshot; the engine writes it.
public interface Overlay {

  /// Memory of workers that are planned or running.
  int reservedMemoryMb(int nodeIndex);

  /// CPU of workers that are planned or running.
  int reservedCpuMilli(int nodeIndex);

  /// Memory that is still free on a node of this snapshot.
  default int freeMemoryMb(Snapshot snapshot, int nodeIndex) {
    return snapshot.nodes().memoryMb().get(nodeIndex) - reservedMemoryMb(nodeIndex);
  }
}
