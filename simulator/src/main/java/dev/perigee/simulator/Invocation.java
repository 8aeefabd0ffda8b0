package dev.perigee.simulator;

import dev.perigee.energy.Reservation;
import dev.perigee.engine.node.PooledWorker;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.Phases;
import dev.perigee.simulator.truth.FunctionTruth;
import dev.perigee.world.DispatchTable.Row;
import dev.perigee.world.Seeds;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One invocation on its way through the simulated world.
final class Invocation {
  static final long NOT_YET = -1;

  /// Position in the order of arrivals; names it and seeds its truth.
  final int number;

  final FunctionId function;
  final long arrivedNs;

  /// Handler time if nothing cuts it short; negative until the function says it.
  long handlerNs;

  long seed;
  long sentNs = NOT_YET;
  long deliveredNs = NOT_YET;
  long assignedNs = NOT_YET;
  long beganNs = NOT_YET;
  int bounceCount;

  /// Position among those that run on its node; -1 while it doesn't run.
  int accountPosition = -1;

  boolean coldStart;
  String node = "";
  long planId;
  long decisionId;
  @Nullable Row sentBy;
  @Nullable FunctionSpec spec;
  @Nullable FunctionTruth truth;
  @Nullable PooledWorker worker;
  FunctionTruth.@Nullable Start start;

  Invocation(int number, FunctionId function, long arrivedNs, long handlerNs, long seed) {
    this.number = number;
    this.function = function;
    this.arrivedNs = arrivedNs;
    this.handlerNs = handlerNs;
    this.seed = seed;
  }

  /// A name that depends on the scenario's seed and the invocation's number, in the form of a
  /// random UUID.
  UUID id() {
    long high = Seeds.derive(seed, 101);
    long low = Seeds.derive(seed, 102);
    return new UUID(
        high & ~0xF000L | 0x4000L, low & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L);
  }

  int version() {
    return spec == null ? 0 : spec.version();
  }

  int memoryMb() {
    return spec == null ? 0 : spec.memoryMb();
  }

  long bytesIn() {
    return truth == null ? 0 : truth.bytesIn();
  }

  long bytesOut() {
    return truth == null || assignedNs < 0 ? 0 : truth.bytesOut();
  }

  /// CPU time used this long after its handler began: never more than the share of CPU that its
  /// memory gives it.
  long cpuNs(long ranNs) {
    if (spec == null || truth == null) {
      return 0;
    }
    double shareFraction = spec.memoryMb() / Reservation.MB_PER_VCPU;
    return (long) (ranNs * Math.min(truth.cpuFraction(), shareFraction));
  }

  /// CPU time of the worker's start, which its first invocation pays for: making a sandbox and
  /// loading code keep one vCPU busy.
  long startCpuNs() {
    return start == null || worker == null ? 0 : start.sandboxNs() + start.initNs();
  }

  /// Where its time went. What a cold start took counts as far as the invocation waited for it: a
  /// worker may have been on its way already.
  Phases phases(long ranNs) {
    long placeNs = sentNs < 0 ? 0 : sentNs - arrivedNs;
    long waitedNs = deliveredNs < 0 || beganNs < 0 ? 0 : beganNs - deliveredNs;
    if (start == null) {
      return new Phases(waitedNs, placeNs, 0, 0, 0, ranNs);
    }
    long initNs = Math.min(start.initNs(), waitedNs);
    long sandboxNs = Math.min(start.sandboxNs(), waitedNs - initNs);
    long fetchNs = Math.min(start.fetchNs(), waitedNs - initNs - sandboxNs);
    long queueNs = waitedNs - initNs - sandboxNs - fetchNs;
    return new Phases(queueNs, placeNs, fetchNs, sandboxNs, initNs, ranNs);
  }
}
