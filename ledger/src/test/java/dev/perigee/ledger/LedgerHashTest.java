package dev.perigee.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class LedgerHashTest {
  private static final List<NodeWindow> WINDOWS =
      List.of(
          RandomEntries.window("n", 5_000_000_000L, 10, 20),
          RandomEntries.window("m", 1_000_000_000L, 1, 2));

  @Property(tries = 30)
  void hashIsThatOfTheContent(@ForAll long seed) {
    List<LedgerEntry> entries = RandomEntries.list(seed, 50);
    List<LedgerEntry> shuffled = new ArrayList<>(entries);
    Collections.shuffle(shuffled, new Random(seed));
    String hash = LedgerHash.of(entries, WINDOWS);
    assertThat(hash).matches("[0-9a-f]{64}");
    assertThat(LedgerHash.of(shuffled, WINDOWS.reversed())).isEqualTo(hash);
    assertThat(LedgerHash.of(entries.subList(1, 50), WINDOWS)).isNotEqualTo(hash);
    assertThat(LedgerHash.of(entries, WINDOWS.subList(0, 1))).isNotEqualTo(hash);
    assertThat(LedgerHash.of(RandomEntries.list(seed + 1, 50), WINDOWS)).isNotEqualTo(hash);
  }
}
