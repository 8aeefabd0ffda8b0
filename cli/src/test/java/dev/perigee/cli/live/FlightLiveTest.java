package dev.perigee.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A flight recording of a platform shows what an engineer looks for.
class FlightLiveTest {
  private static final Code ECHO =
      Code.of("app.handle", "def handle(event, context):\n    return event\n");

  @TempDir private Path folder;

  @Test
  void recordsCallsColdStartsPlacementsCommitsSettlementsAndTrips() throws Exception {
    Needs.python();
    Path file = folder.resolve("flight.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      try (LiveServer server = new LiveServer(folder.resolve("data"))) {
        server.client().deploy("echo", ECHO);
        server.client().invoke("echo", "{}");
        server.client().invoke("echo", "{}");
        server.client().send("POST", "/v1/kill/function/echo", BodyPublishers.noBody());
      }
      recording.stop();
      recording.dump(file);
    }

    Map<String, List<RecordedEvent>> events =
        RecordingFile.readAllEvents(file).stream()
            .collect(Collectors.groupingBy(event -> event.getEventType().getName()));

    assertThat(events.get("perigee.Invocation"))
        .hasSize(2)
        .allSatisfy(event -> {
          assertThat(event.getString("function")).isEqualTo("echo");
          assertThat(event.getString("outcome")).isEqualTo("OK");
          assertThat(event.getString("node")).isNotEmpty();
          assertThat(event.getDuration()).isPositive();
        })
        .extracting(event -> event.getBoolean("cold"))
        .containsExactlyInAnyOrder(true, false);
    assertThat(events.get("perigee.ColdStart"))
        .singleElement()
        .satisfies(event -> assertThat(event.getDuration("sandboxNs")).isPositive());
    assertThat(events.get("perigee.Placement"))
        .anySatisfy(event -> assertThat(event.getString("chosen")).isNotEmpty());
    assertThat(events.get("perigee.JournalCommit"))
        .anySatisfy(event -> assertThat(event.getInt("records")).isPositive());
    assertThat(
            events.getOrDefault("perigee.Settlement", List.of()).stream()
                .mapToInt(e -> e.getInt("entries"))
                .sum())
        .isEqualTo(2);
    assertThat(events.get("perigee.CapTrip"))
        .anySatisfy(event -> assertThat(event.getString("state")).isNotEmpty());
  }
}
