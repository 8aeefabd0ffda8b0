package dev.perigee.cli.contract;

import dev.perigee.world.Clock;
import dev.perigee.world.contract.ContractScenario;

/// When things happen, and the clock that is stepped from one to the next.
interface Schedule extends Clock {
  /// What comes first among things of one time.
  enum Rank {
    NODE_CHANGE,
    DEPLOYMENT,
    WORKER_START,
    HANDLER_END,
    ARRIVAL,
    TIMER
  }

  /// From the start.
  long nowNs();

  void add(long atNs, Rank rank, Runnable work);

  /// Right after what happens now.
  void addAtOnce(Runnable work);

  @Override
  default long utcNs() {
    return ContractScenario.START_UTC_NS + nowNs();
  }

  @Override
  default long monoNs() {
    return nowNs();
  }
}
