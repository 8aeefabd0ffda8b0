package dev.perigee.energy;

import dev.perigee.model.ledger.Energy;

/// A window's energy after it was cut, laid out like `WindowWeights`.
record Parts(long[] processor, long[] gpu, long[] network) {

  /// The parts of the invocation at `index`.
  Energy of(int index) {
    int at = index * WindowWeights.PER_USAGE;
    return new Energy(
        processor[at + WindowWeights.CPU],
        processor[at + WindowWeights.MEMORY],
        gpu[index],
        network[index],
        processor[at + WindowWeights.IDLE],
        processor[at + WindowWeights.PLATFORM]);
  }

  /// The platform's own work.
  long platformMicroJ() {
    return processor[processor.length - 2];
  }

  long unattributedMicroJ() {
    long nobodys = Math.addExact(processor[processor.length - 1], gpu[gpu.length - 1]);
    return Math.addExact(Math.addExact(nobodys, network[network.length - 1]), platformMicroJ());
  }

  long drawnMicroJ() {
    long sum = 0;
    for (long[] domain : new long[][] {processor, gpu, network}) {
      for (long part : domain) {
        sum = Math.addExact(sum, part);
      }
    }
    return sum;
  }
}
