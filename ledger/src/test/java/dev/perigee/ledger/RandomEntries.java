package dev.perigee.ledger;

import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.NodeWindow;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.model.ledger.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// Entries as a load of many functions would give them, from a seed.
public final class RandomEntries {
  public static final long START_UTC_NS = 1_795_510_325_123_456_789L;

  private static final List<Outcome> OUTCOMES =
      List.of(Outcome.OK, Outcome.ERROR, Outcome.TIMEOUT, Outcome.THROTTLED);

  private RandomEntries() {}

  public static List<LedgerEntry> list(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LedgerEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry(random, START_UTC_NS + i * 90_000L));
    }
    return entries;
  }

  public static LedgerEntry entry(SplittableRandom random, long startedUtcNs) {
    boolean cold = random.nextInt(20) == 0;
    Outcome outcome = random.nextInt(10) > 0 ? Outcome.OK : OUTCOMES.get(random.nextInt(4));
    boolean ran = outcome != Outcome.THROTTLED;
    return new LedgerEntry(
        new UUID(random.nextLong(), random.nextLong()),
        random.nextInt(4) == 0 ? "blue" : "default",
        "fn-" + random.nextInt(30),
        1 + random.nextInt(3),
        ran ? "node-" + random.nextInt(2) : "",
        startedUtcNs,
        outcome,
        cold && ran,
        ran ? phases(random, cold) : Phases.NONE,
        128 << random.nextInt(4),
        ran ? random.nextLong(5_000_000) : 0,
        random.nextLong(4_096),
        random.nextLong(65_536),
        ran ? energy(random) : Energy.NONE,
        ran ? new Carbon(random.nextLong(50_000), random.nextLong(100), 10) : Carbon.NONE,
        ran ? new Money(200_000, random.nextLong(90_000), 0, 0, 0) : Money.NONE,
        random.nextBoolean() ? Quality.MEASURED : Quality.MODELLED,
        !ran,
        300 + random.nextInt(100) / 10.0,
        1.135,
        42,
        (3L << 48) + 17);
  }

  public static Energy energy(SplittableRandom random) {
    return new Energy(
        random.nextLong(20_000),
        random.nextLong(900),
        0,
        0,
        random.nextLong(500),
        random.nextLong(80));
  }

  public static NodeWindow window(String node, long toUtcNs, long attributed, long unattributed) {
    return new NodeWindow(
        node,
        toUtcNs - 1_000_000_000L,
        toUtcNs,
        attributed + unattributed,
        attributed,
        unattributed,
        unattributed / 3);
  }

  private static Phases phases(SplittableRandom random, boolean cold) {
    long handler = 20_000 + random.nextLong(80_000_000);
    return cold
        ? new Phases(
            0, 9_000, random.nextLong(500_000), 3_000_000, random.nextLong(9_000_000), handler)
        : new Phases(random.nextLong(40_000), 0, 0, 0, 0, handler);
  }
}
