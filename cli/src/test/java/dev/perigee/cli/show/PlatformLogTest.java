package dev.perigee.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/// What a platform writes of itself has two forms.
final class PlatformLogTest {
  private final StringWriter written = new StringWriter();

  @Test
  void writesLinesForPeople() {
    PlatformLog log = new PlatformLog(PlatformLog.Format.text, new PrintWriter(written, true));
    log.say("up");
    log.accept("the disk is full");
    assertThat(written).hasToString("perigee: up\nperigee: the disk is full\n");
  }

  @Test
  void writesObjectsWithLevelAndComponentForMachines() {
    PlatformLog log = new PlatformLog(PlatformLog.Format.json, new PrintWriter(written, true));
    log.say("up");
    log.accept("\"full\"\nindeed");
    assertThat(written.toString().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("{\"utc\":\"20")
                    .endsWith("\"level\":\"INFO\",\"component\":\"platform\",\"message\":\"up\"}"),
            line ->
                assertThat(line)
                    .contains("\"level\":\"WARN\",\"component\":\"cli.show\"")
                    .endsWith("\"message\":\"\\\"full\\\"\\nindeed\"}"));
  }
}
