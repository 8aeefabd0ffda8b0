package dev.perigee.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.live.LedgerRetention;
import dev.perigee.cli.live.LivePlatform;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.platform.control.ControlPlane;
import dev.perigee.platform.control.Deployment;
import dev.perigee.platform.control.Nodes.NodeView;
import dev.perigee.platform.http.HttpFront;
import dev.perigee.platform.telemetry.Tracing;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A platform whose nodes are processes, for tests.
final class ProcessPlatform implements AutoCloseable {
  static final FunctionId ECHO = new FunctionId(Deployment.TENANT_DEFAULT, "echo");

  private static final String CODE =
      """
      import time
      def handler(event, context):
          time.sleep(event.get("sleepS", 0))
          return event
      """;

  private static final List<String> REPORTS = new CopyOnWriteArrayList<>();

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final LivePlatform platform;
  private final HttpFront front;

  ProcessPlatform(Path data) throws IOException {
    this.platform =
        new LivePlatform(
            new LivePlatform.Options(
                data,
                Optional.empty(),
                Duration.ofMinutes(10),
                Duration.ofMinutes(1),
                "least-loaded",
                false,
                "test",
                LedgerRetention.FOREVER,
                Optional.empty(),
                Optional.empty(),
                FirstAdministrator.NOBODY,
                Optional.empty(),
                Tracing.DEFAULT,
                ProcessNodes::start,
                REPORTS::add));
    this.front = HttpFront.start(platform.control(), "127.0.0.1", 0);
    await("the nodes are in contact", Duration.ofSeconds(60), control()::isReady);
    assertThat(nodes()).allMatch(view -> view.node().state() == NodeState.UP, REPORTS.toString());
  }

  ControlPlane control() {
    return platform.control();
  }

  void deployEcho() throws IOException {
    var _ =
        control()
            .functions()
            .deploy(
                new Deployment(
                    ECHO.tenant(),
                    ECHO.name(),
                    "python3.13",
                    "echo.handler",
                    128,
                    2_000,
                    "process",
                    100,
                    Map.of(),
                    zip("echo.py", CODE)));
  }

  InvocationResult invoke(UUID id, String payload) {
    return control()
        .invoker()
        .invoke(id, ECHO, payload.getBytes(StandardCharsets.UTF_8), CallContext.of(ECHO));
  }

  List<NodeView> nodes() {
    return control().nodes().list();
  }

  NodeView node(String id) {
    return nodes().stream().filter(view -> view.node().id().equals(id)).findFirst().orElseThrow();
  }

  /// What an operator sends to cut a node off; returns the status.
  int cut(String node, String body) {
    return post("http://127.0.0.1:" + front.port() + "/v1/nodes/" + node + "/faults", body)
        .statusCode();
  }

  static HttpResponse<String> post(String url, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .timeout(Duration.ofMinutes(1))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Leaves one node to take new work.
  void drainAllBut(String id) {
    for (NodeView view : nodes()) {
      if (!view.node().id().equals(id) && view.node().state() == NodeState.UP) {
        control().nodes().drain(view.node().id());
      }
    }
  }

  void resumeAll() {
    for (NodeView view : nodes()) {
      if (view.node().state() == NodeState.DRAINING) {
        control().nodes().resume(view.node().id());
      }
    }
  }

  static void signal(long processId, String signal) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(processId)).start();
    assertThat(kill.waitFor()).isZero();
  }

  static void await(String what, Duration patience, BooleanSupplier condition) {
    long endNs = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - endNs > 0) {
        throw new AssertionError("not within " + patience + ": " + what + "; reports: " + REPORTS);
      }
      LockSupport.parkNanos(10_000_000L);
    }
  }

  static byte[] zip(String name, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    front.stop(Duration.ofSeconds(3));
    platform.stop(Duration.ofSeconds(3));
  }
}
