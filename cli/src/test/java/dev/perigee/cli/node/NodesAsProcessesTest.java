package dev.perigee.cli.node;

import static dev.perigee.cli.node.ProcessPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.platform.control.Ledgers;
import dev.perigee.platform.control.Nodes.NodeView;
import dev.perigee.testing.Needs;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Real node processes under load: one is killed, one is stopped, one is cut off for 4 s; with
/// `-Dperigee.full=true` for 60 s. Each test says what its callers met.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NodesAsProcessesTest {
  /// Normally far less; a machine with other things to do needs it.
  private static final Duration SOON = Duration.ofMinutes(1);

  private static final int CUT_S = Boolean.getBoolean("perigee.full") ? 60 : 4;

  private @Nullable ProcessPlatform started;

  /// Starting three processes is most of the time, so the tests share them.
  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    var _ = Needs.python();
    ProcessPlatform platform = new ProcessPlatform(data);
    started = platform;
    platform.deployEcho();
  }

  @AfterEach
  void resume() {
    platform().resumeAll();
  }

  @AfterAll
  void stop() {
    if (started != null) {
      started.close();
    }
  }

  private ProcessPlatform platform() {
    return Objects.requireNonNull(started);
  }

  @Test
  void aKilledNodeHangsNobodyAndComesBack() throws Exception {
    String victim;
    Set<UUID> answered;
    long before;
    try (Load load = new Load(platform(), 6)) {
      await("answers come", SOON, () -> load.okCount() > 20);
      NodeView busy = busy();
      victim = busy.node().id();
      before = busy.processId();
      ProcessPlatform.signal(before, "KILL");
      long ok = load.okCount();
      await("others go on", SOON, () -> load.okCount() > ok + 50);
      await("it is back", SOON, () -> isBack(victim, before));
      answered = load.answered();
      load.say("killed");
    }
    usedAgain(victim);
    everyAnswerHasOneEntry(answered);
  }

  @Test
  void aStoppedNodeHangsNobodyAndGoesOn() throws Exception {
    String victim;
    Set<UUID> answered;
    try (Load load = new Load(platform(), 6)) {
      await("answers come", SOON, () -> load.okCount() > 20);
      NodeView busy = busy();
      victim = busy.node().id();
      ProcessPlatform.signal(busy.processId(), "STOP");
      try {
        long ok = load.okCount();
        await("it is lost", SOON, () -> stateOf(victim) == NodeState.LOST);
        await("others go on", SOON, () -> load.okCount() > ok + 50);
      } finally {
        ProcessPlatform.signal(busy.processId(), "CONT");
      }
      await("it is back", SOON, () -> stateOf(victim) == NodeState.UP);
      assertThat(platform().node(victim).processId()).isEqualTo(busy.processId());
      answered = load.answered();
      load.say("stopped");
    }
    usedAgain(victim);
    everyAnswerHasOneEntry(answered);
  }

  @Test
  void aNodeThatIsCutOffServesAloneAndItsLedgerArrivesComplete() throws Exception {
    NodeView node = platform().nodes().getLast();
    String id = node.node().id();
    Set<UUID> answered;
    List<String> alone = new ArrayList<>();
    try (Load load = new Load(platform(), 4)) {
      await("answers come", SOON, () -> load.okCount() > 20);
      await("it knows the function", SOON, () -> !invokeAt(node.endpoint()).isEmpty());
      long beganNs = System.nanoTime();
      assertThat(platform().cut(id, "{\"cutForS\": " + CUT_S + "}")).isEqualTo(204);
      await("it is lost", SOON, () -> stateOf(id) == NodeState.LOST);
      while (stateOf(id) == NodeState.LOST) {
        alone.add(invokeAt(node.endpoint()));
      }
      assertThat(System.nanoTime() - beganNs).isGreaterThan(CUT_S * 1_000_000_000L);
      await("it is back", SOON, () -> stateOf(id) == NodeState.UP);
      answered = load.answered();
      load.say("cut off for " + CUT_S + " s, " + alone.size() + " served alone");
    }
    assertThat(alone).doesNotContain("").isNotEmpty();
    await("its entries are here", SOON, () -> idSet().containsAll(alone));
    everyAnswerHasOneEntry(answered);
  }

  @Test
  void aDrainedNodeThatIsKilledStaysDrained() throws Exception {
    NodeView node = platform().nodes().getFirst();
    platform().control().nodes().drain(node.node().id());
    await("it drains", SOON, () -> stateOf(node.node().id()) == NodeState.DRAINING);
    long revision = platform().node(node.node().id()).node().revision();
    ProcessPlatform.signal(node.processId(), "KILL");
    await("it is lost", SOON, () -> stateOf(node.node().id()) == NodeState.LOST);
    await("it is back", SOON, () -> stateOf(node.node().id()) == NodeState.DRAINING);
    assertThat(platform().node(node.node().id()).node().revision()).isGreaterThan(revision);
  }

  @Test
  void aCutThatMakesNoSenseIsRefused() {
    String id = platform().nodes().getFirst().node().id();
    assertThat(platform().cut("nowhere", "{\"cutForS\": 1}")).isEqualTo(404);
    assertThat(platform().cut(id, "{\"cutForS\": 0}")).isEqualTo(400);
    assertThat(platform().cut(id, "{\"cutForS\": 86401}")).isEqualTo(400);
    assertThat(platform().cut(id, "{}")).isEqualTo(400);
    assertThat(stateOf(id)).isEqualTo(NodeState.UP);
  }

  private NodeState stateOf(String id) {
    return platform().node(id).node().state();
  }

  /// Also of those that were answered with an error because their node was gone.
  private void everyAnswerHasOneEntry(Set<UUID> answered) {
    Set<String> wanted = new HashSet<>();
    answered.forEach(id -> wanted.add(id.toString()));
    await("every answer has its entry", SOON, () -> idSet().containsAll(wanted));
    List<String> ids = ids();
    assertThat(new HashSet<>(ids)).as("entries of different invocations").hasSize(ids.size());
  }

  private NodeView busy() {
    return platform().nodes().stream()
        .filter(view -> view.node().state() == NodeState.UP)
        .filter(view -> view.workers().stream().anyMatch(workers -> workers.liveCount() > 0))
        .findFirst()
        .orElseThrow();
  }

  private boolean isBack(String id, long before) {
    NodeView view = platform().node(id);
    return view.node().state() == NodeState.UP && view.processId() != before;
  }

  private void usedAgain(String id) {
    platform().drainAllBut(id);
    try (Load load = new Load(platform(), 2)) {
      await(
          "it is used again: " + load,
          SOON,
          () ->
              platform().node(id).workers().stream().anyMatch(workers -> workers.liveCount() > 0)
                  && load.okCount() > 5);
    }
  }

  /// The id of an invocation that went well at a node's own endpoint, else empty.
  private static String invokeAt(String endpoint) {
    HttpResponse<String> answer =
        ProcessPlatform.post(endpoint + "/v1/functions/echo/invocations", "{}");
    return answer.statusCode() == 200
        ? answer.headers().firstValue("x-amzn-RequestId").orElseThrow()
        : "";
  }

  private Set<String> idSet() {
    return new HashSet<>(ids());
  }

  private List<String> ids() {
    StringBuilder json = new StringBuilder();
    try {
      platform()
          .control()
          .ledgers()
          .writeJson(new Ledgers.Query("default", Optional.empty(), OptionalLong.empty()), json);
      List<String> ids = new ArrayList<>();
      for (JsonNode entry : new ObjectMapper().readTree(json.toString()).get("entries")) {
        ids.add(entry.get("invocationId").asText());
      }
      return ids;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
