package dev.perigee.cli.live;

import static dev.perigee.cli.live.LiveClient.await;
import static dev.perigee.cli.live.LiveClient.requestId;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at any moment: what was acknowledged is there afterwards, nothing that was settled
/// runs again, nothing of the dead platform runs on. Three kills in every build; two hundred with
/// `-Dperigee.full=true`, and a line that says what they met.
class KillLiveTest {
  private static final int KILL_COUNT = Boolean.getBoolean("perigee.full") ? 200 : 3;

  /// So that the platform still knows all of them at the end.
  private static final int EVENTS_PER_KILL = 400;

  /// An answer this old is in the ledger whatever happens.
  private static final long KEPT_NS = 2_000_000_000L;

  private static final Code CODE =
      Code.of("app.handle", "def handle(event, context):\n    return event\n");

  @TempDir Path data;

  private final Set<String> deployed = new ConcurrentSkipListSet<>();
  private final Map<String, Long> answeredNs = new ConcurrentHashMap<>();
  private final Set<String> owed = new HashSet<>();
  private final Set<String> events = new ConcurrentSkipListSet<>();
  private final Map<String, Integer> attemptsOfSettled = new ConcurrentHashMap<>();
  private long accountedCount;
  private long slowestStartNs;

  @Test
  void losesNothingAcknowledgedWhenKilledUnderLoad() {
    var _ = Needs.python();
    for (int round = 0; round < KILL_COUNT; round++) {
      cycle(round);
    }
    try (ChildPlatform last = ChildPlatform.up(data)) {
      isAllThere(last.client());
      events.forEach(id -> settles(last.client(), id));
      haveRunOnce(last.client());
    }
    System.out.printf(
        "%d kills: %d deployments, %d answers older than 2 s and %d events, all kept; %d settled"
            + " events seen, none ran again; %d entries; slowest start %d ms%n",
        KILL_COUNT,
        deployed.size(),
        owed.size(),
        events.size(),
        attemptsOfSettled.size(),
        accountedCount,
        slowestStartNs / 1_000_000);
  }

  private static void settles(LiveClient client, String id) {
    JsonNode event = LiveClient.json(client.get("/v1/async/" + id + "?waitS=30").body());
    assertThat(event.path("state").asText()).as("event %s: %s", id, event).isEqualTo("acked");
  }

  /// What a settled event says of its attempts stays as it was before the kills.
  private void haveRunOnce(LiveClient client) {
    JsonNode stats = LiveClient.json(client.get("/v1/async/stats").body());
    assertThat(stats.get("acked").asInt()).isEqualTo(stats.get("enqueued").asInt());
    assertThat(stats.get("acked").asInt()).isGreaterThanOrEqualTo(events.size());
    attemptsOfSettled.forEach((id, attempts) -> {
      JsonNode event = LiveClient.json(client.get("/v1/async/" + id).body());
      assertThat(event.get("attempts").asInt()).as("attempts of %s", id).isEqualTo(attempts);
    });
  }

  private void cycle(int round) {
    long startNs = System.nanoTime();
    try (ChildPlatform child = ChildPlatform.up(data)) {
      slowestStartNs = Math.max(slowestStartNs, System.nanoTime() - startNs);
      LiveClient client = child.client();
      isAllThere(client);
      client.deploy("steady", CODE);
      assertThat(client.invoke("steady", "{}").statusCode()).isEqualTo(200);
      AtomicBoolean killed = new AtomicBoolean();
      List<Thread> load =
          List.of(
              Thread.ofVirtual().start(() -> call(client, killed)),
              Thread.ofVirtual().start(() -> call(client, killed)),
              Thread.ofVirtual().start(() -> send(client, killed)),
              Thread.ofVirtual().start(() -> deploy(client, killed, round)));
      // Kills come at different distances from the last flush.
      long loadNs = KEPT_NS + 300_000_000L + round % 7 * 37_000_000L;
      long untilNs = System.nanoTime() + loadNs;
      await("load", System::nanoTime, now -> now > untilNs);
      List<ProcessHandle> sandboxes = child.descendants();
      long killNs = System.nanoTime();
      killed.set(true);
      child.kill();
      load.forEach(KillLiveTest::join);
      answeredNs.forEach((id, ns) -> {
        if (ns < killNs - KEPT_NS) {
          owed.add(id);
        }
      });
      answeredNs.clear();
      assertThat(sandboxes).isNotEmpty();
      await(
          "end of the sandboxes",
          () -> sandboxes.stream().filter(ProcessHandle::isAlive).map(ProcessHandle::pid).toList(),
          List::isEmpty);
    }
  }

  private void call(LiveClient client, AtomicBoolean killed) {
    while (!killed.get()) {
      try {
        HttpResponse<String> answer = client.invoke("steady", "{}");
        if (answer.statusCode() == 200) {
          answeredNs.put(requestId(answer), System.nanoTime());
        }
      } catch (UncheckedIOException _) {
        // The kill came first.
      }
    }
  }

  /// Sends events and looks at every tenth after a while.
  private void send(LiveClient client, AtomicBoolean killed) {
    for (int i = 0; i < EVENTS_PER_KILL && !killed.get(); i++) {
      try {
        HttpResponse<String> taken = client.event("steady", "{}");
        if (taken.statusCode() == 202) {
          events.add(requestId(taken));
          if (i % 10 == 0) {
            look(client, requestId(taken));
          }
        }
      } catch (UncheckedIOException _) {
        // The kill came first.
      }
    }
  }

  private void look(LiveClient client, String id) {
    JsonNode event = LiveClient.json(client.get("/v1/async/" + id + "?waitS=1").body());
    if (event.path("state").asText().equals("acked")) {
      attemptsOfSettled.put(id, event.get("attempts").asInt());
    }
  }

  private void deploy(LiveClient client, AtomicBoolean killed, int round) {
    for (int i = 0; i < 15 && !killed.get(); i++) {
      String name = "f" + round + "-" + i;
      try {
        if (client.tryDeploy(name, CODE, Map.of()).statusCode() == 201) {
          deployed.add(name);
        }
      } catch (UncheckedIOException _) {
        // The kill came first.
      }
    }
  }

  private void isAllThere(LiveClient client) {
    Set<String> known = new TreeSet<>();
    JsonNode functions = LiveClient.json(client.get("/v1/functions").body()).get("functions");
    functions.forEach(function -> known.add(function.get("name").asText()));
    assertThat(known).containsAll(deployed);
    Set<String> lost = new HashSet<>(owed);
    accountedCount = client.eachEntry(lost::remove);
    assertThat(lost).isEmpty();
    if (!deployed.isEmpty()) {
      String newest = new TreeSet<>(deployed).last();
      assertThat(client.invoke(newest, "{}").statusCode()).isEqualTo(200);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
