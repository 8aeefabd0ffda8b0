package dev.perigee.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.ledger.Retention.Segment;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RetentionAndHashTest {
  private static final List<Segment> SEGMENTS =
      List.of(
          new Segment("a", 100, 10),
          new Segment("b", 100, 20),
          new Segment("c", 100, 30),
          new Segment("d", 100, 40));

  private static final List<NodeWindow> WINDOWS =
      List.of(
          RandomEntries.window("n", 5_000_000_000L, 10, 20),
          RandomEntries.window("m", 1_000_000_000L, 1, 2));

  @Test
  void letsOldSegmentsGoByAgeAndBySize() {
    assertThat(new Retention(25, Long.MAX_VALUE).expired(SEGMENTS, 50))
        .extracting(Segment::name)
        .containsExactly("a", "b");
    assertThat(new Retention(Long.MAX_VALUE, 250).expired(SEGMENTS, 50))
        .extracting(Segment::name)
        .containsExactly("a", "b");
    assertThat(Retention.FOREVER.expired(SEGMENTS, 50)).isEmpty();
  }

  @Test
  void keepsSegmentThatIsWritten() {
    assertThat(new Retention(0, 0).expired(SEGMENTS, 1_000))
        .extracting(Segment::name)
        .containsExactly("a", "b", "c");
    assertThat(new Retention(0, 0).expired(List.of(), 0)).isEmpty();
    assertThatThrownBy(() -> new Retention(-1, 0)).hasMessageContaining("keepNs >= 0");
  }

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
