package dev.perigee.cli.live;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.platform.record.DeploymentKeeper;
import dev.perigee.platform.record.Keeper;
import dev.perigee.world.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Who says what of the journal is needed.
final class Keepers {
  private Keepers() {}

  /// What the ledger's entries name is kept as long as they are.
  ///
  /// @param always of what goes whatever is kept of the ledger
  /// @param decisions by how long they are kept
  static List<Keeper> of(
      Journal journal,
      Clock clock,
      LedgerRetention retention,
      List<Keeper> always,
      Function<Duration, Keeper> decisions) {
    List<Keeper> keepers = new ArrayList<>(always);
    retention
        .keep()
        .ifPresent(keep -> {
          keepers.add(decisions.apply(keep));
          keepers.add(new DeploymentKeeper(journal, clock, keep));
        });
    return keepers;
  }
}
