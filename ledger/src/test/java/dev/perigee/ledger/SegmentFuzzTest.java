package dev.perigee.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Fuzz;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// Whatever lies in a segment file.
class SegmentFuzzTest {
  @Test
  void readsAsFarAsASegmentIsWhole() {
    byte[] segment = SegmentFormatTest.bytes(SegmentFormatTest.blocks(1, 7));

    Fuzz.Result result =
        Fuzz.of(segment)
            .refusing(LedgerException.class)
            .run(bytes -> {
              SegmentScan scan = SegmentFormat.scan(ByteBuffer.wrap(bytes), _ -> {});
              assertThat(scan.validBytes()).isBetween(0L, (long) bytes.length);
            });

    assertThat(result.taken()).isPositive();
  }
}
