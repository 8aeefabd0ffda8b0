package dev.perigee.model.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.model.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org",
        "*.example.org:8443",
        "localhost:80",
        "192.0.2.7:5000",
        "[2001:db8::7]:5000",
        "[::1]"
      })
  void isWrittenAsItWasRead(String text) {
    assertThat(Destination.of(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "*.",
        "*example.org",
        "a.*.org",
        "exa mple.org",
        "example.org:",
        "example.org:65536",
        "http://example.org",
        "example.org/path",
        "127.1",
        "2130706433",
        "0x7f000001",
        "300.1.1.1",
        "[:::::]",
        "[1.2.3.4]",
        "fe80::1%eth0",
        "-a.org"
      })
  void refusesWhatIsNeitherNameNorAddress(String text) {
    assertThatThrownBy(() -> Destination.of(text)).isInstanceOf(ModelException.class);
  }

  @Test
  void aStarTakesNamesBelowAndNotTheNameItself() {
    Destination below = Destination.of("*.Example.org");

    assertThat(below.takesName("api.example.org")).isTrue();
    assertThat(below.takesName("a.b.example.org")).isTrue();
    assertThat(below.takesName("example.org")).isFalse();
    assertThat(below.takesName("badexample.org")).isFalse();
  }

  @Test
  void withoutAPortItTakesThoseOfTheWeb() {
    assertThat(Destination.of("example.org").takesPort(443)).isTrue();
    assertThat(Destination.of("example.org").takesPort(80)).isTrue();
    assertThat(Destination.of("example.org").takesPort(22)).isFalse();
    assertThat(Destination.of("example.org:22").takesPort(443)).isFalse();
  }
}
