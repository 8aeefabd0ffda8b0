package dev.perigee.runtime.sandbox;

import static dev.perigee.runtime.sandbox.Functions.python;
import static dev.perigee.runtime.sandbox.Functions.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.perigee.model.function.Destination;
import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.language.PythonWorkerFactory;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.JsonText;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import dev.perigee.testing.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A function that may connect to somewhere, tried from inside.
@ParameterizedClass
@EnumSource(
    value = Isolation.class,
    names = {"NAMESPACES", "BUBBLEWRAP", "RUNC", "CRUN", "GVISOR"})
class NetworkTest {
  private static final String HANDLER =
      """
      import os, socket, subprocess, urllib.request
      def get(url):
          return urllib.request.urlopen(url, timeout=5).read().decode()
      def handler(event, context):
          names = {}
          try:
              exec(event, globals(), names)
              return names.get("answer", "done")
          except BaseException as problem:
              return type(problem).__name__ + ": " + str(problem)
      """;

  private static SandboxHost host;
  private static HttpServer server;
  @TempDir static Path dependencies;
  @TempDir Path code;
  private final Isolation isolation;

  NetworkTest(Isolation isolation) {
    this.isolation = isolation;
  }

  @BeforeAll
  static void open() throws IOException {
    Needs.python();
    host = SandboxHost.open();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] said = "hello from outside".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  static void close() {
    if (host != null) {
      host.close();
    }
    if (server != null) {
      server.stop(0);
    }
  }

  @BeforeEach
  void needs() {
    Containers.need(host, isolation);
    try {
      WayOut.require();
    } catch (WorkerStartException e) {
      Needs.that("root", false, String.valueOf(e.getMessage()));
    }
  }

  private static int port() {
    return server.getAddress().getPort();
  }

  private WorkerSpec spec(Sample sample, List<String> allowed) {
    WorkerSpec bare = sample.spec();
    return new WorkerSpec(
        bare.node(),
        bare.function().withNetwork(allowed.stream().map(Destination::of).toList()),
        bare.code(),
        bare.cpuMilli(),
        bare.logs());
  }

  private Answer run(Sample sample, List<String> allowed, String program) throws Exception {
    PythonWorkerFactory factory = new PythonWorkerFactory(host, dependencies);
    WorkerSpec spec = spec(sample, allowed);
    factory.prepare(spec);
    Worker worker = factory.start(spec);
    try {
      return worker.invoke(sample.call(JsonText.quote(program)));
    } finally {
      worker.stop(Duration.ZERO);
    }
  }

  private Sample sample() {
    return python(code, HANDLER).under(isolation).timeout(20_000);
  }

  @Test
  void reachesWhatIsListedAndNothingElse() throws Exception {
    Sample sample = sample();
    String program =
        """
        def tried(url):
            try:
                return get(url)
            except OSError as problem:
                return str(problem)
        curl = subprocess.run(['curl', '-sS', 'http://127.0.0.1:%1$d/', '-x', os.environ['http_proxy'],
                               '--noproxy', ''], capture_output=True, text=True)
        os.environ['no_proxy'] = os.environ['NO_PROXY'] = ''
        answer = [tried('http://127.0.0.1:%1$d/'), curl.stdout or curl.stderr,
                  tried('http://169.254.169.254/latest/meta-data/'), tried('https://example.org/'),
                  tried('http://localhost:%1$d/'), tried('http://127.0.0.1:1/')]
        """
            .formatted(port());

    Answer answer =
        run(sample, List.of("127.0.0.1:" + port(), "*.example.net", "metadata.test"), program);

    String said = text(answer);
    assertThat(said).startsWith("[\"hello from outside\",");
    assertThat(said.split("hello from outside", -1)).hasSizeBetween(2, 3);
    assertThat(said)
        .contains("169.254.169.254:80 is not in network.allow")
        .contains("example.org:443 is not in network.allow")
        .contains("localhost:" + port() + " is not in network.allow")
        .contains("127.0.0.1:1 is not in network.allow");
    assertThat(answer.egressBytes()).isGreaterThan(50);
    Functions.await(
        () ->
            sample.logs().stream().filter(line -> line.startsWith("network refused: ")).count()
                == 4,
        "the refusals are in the log");
  }

  @Test
  void aListedNameThatLeadsToThisMachineIsRefused() throws Exception {
    assertThat(
            text(
                run(
                    sample(),
                    List.of("localhost:" + port()),
                    "os.environ['no_proxy'] = os.environ['NO_PROXY'] = ''\n"
                        + "answer = get('http://localhost:"
                        + port()
                        + "/')")))
        .contains("which is not public");
  }

  @Test
  void itsOwnNetworkStaysEmptyAndKnowsNoNames() throws Exception {
    List<String> allowed = List.of("example.org", "127.0.0.1:" + port());

    for (String program :
        Stream.of(
                "socket.create_connection(('127.0.0.1', " + port() + "), 2)",
                "socket.create_connection(('1.1.1.1', 443), 2)",
                "answer = socket.getaddrinfo('example.org', 443)",
                "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b'x', ('1.1.1.1',"
                    + " 53))")
            .toList()) {
      assertThat(text(run(sample(), allowed, program)))
          .as(program)
          .containsAnyOf("ConnectionRefusedError", "unreachable", "gaierror");
    }
  }

  @Test
  void anotherFunctionOfTheSameTenantHasNoAccess() throws Exception {
    Sample allowed = sample();
    PythonWorkerFactory factory = new PythonWorkerFactory(host, dependencies);
    WorkerSpec spec = spec(allowed, List.of("127.0.0.1:" + port()));
    factory.prepare(spec);
    Worker worker = factory.start(spec);

    String other =
        text(
            run(
                sample(),
                List.of(),
                "answer = [k for k in os.environ if 'proxy' in k.lower()]"
                    + " or socket.create_connection(('127.0.0.1', 3128), 2)"));

    assertThat(other).contains("ConnectionRefusedError");
    assertThat(worker.isAlive()).isTrue();
    worker.stop(Duration.ZERO);
  }
}
