package dev.perigee.platform.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NatsSubjectTest {

  @ParameterizedTest
  @CsvSource({
    "a.b, a.b, true",
    "a.b, a.c, false",
    "a.*, a.b, true",
    "a.b, a.*, false",
    "a.*, a.*, true",
    "a.*, a.b.c, false",
    "a.*, a.>, false",
    "a.>, a.b.c, true",
    "a.>, a.>, true",
    "a.>, a, false",
    ">, a.>, true",
    "a.b, a, false",
    "a, a.b, false",
  })
  void aSubjectCoversAnotherIfAllThatFitsThatOneFitsItToo(
      String wide, String narrow, boolean covers) {
    assertThat(NatsSubject.covers(wide, narrow)).isEqualTo(covers);
  }
}
