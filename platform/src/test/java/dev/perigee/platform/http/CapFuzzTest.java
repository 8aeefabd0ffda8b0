package dev.perigee.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.api.WireException;
import dev.perigee.testing.Fuzz;
import org.junit.jupiter.api.Test;

/// Whatever is sent as a cap.
class CapFuzzTest {
  @Test
  void readsOrRefusesEveryCap() {
    Fuzz.Result result =
        Fuzz.of("{\"invocations\": 10, \"energyJ\": 0.5, \"windowS\": 3600}")
            .refusing(WireException.class)
            .run(CapReader::read);

    assertThat(result.taken()).isPositive();
    assertThat(result.refused()).isPositive();
  }
}
