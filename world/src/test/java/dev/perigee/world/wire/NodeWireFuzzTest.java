package dev.perigee.world.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Fuzz;
import org.junit.jupiter.api.Test;

/// Whatever comes from the other side of a link.
class NodeWireFuzzTest {
  private final RandomMessages messages = new RandomMessages(1);

  private static Fuzz fuzz(byte[][] seeds) {
    return Fuzz.of(seeds).refusing(WireException.class);
  }

  @Test
  void takesOrRefusesEveryCall() {
    byte[][] seeds = messages.calls().stream().map(NodeWire::encode).toArray(byte[][]::new);

    assertThat(fuzz(seeds).run(NodeWire::decodeCall).taken()).isPositive();
  }

  @Test
  void takesOrRefusesEveryAnswer() {
    byte[][] seeds = messages.answers().stream().map(NodeWire::encode).toArray(byte[][]::new);

    assertThat(fuzz(seeds).run(NodeWire::decodeAnswer).taken()).isPositive();
  }

  @Test
  void takesOrRefusesEveryNotice() {
    byte[][] seeds = messages.notices().stream().map(NodeWire::encode).toArray(byte[][]::new);

    assertThat(fuzz(seeds).run(NodeWire::decodeNotice).taken()).isPositive();
  }
}
