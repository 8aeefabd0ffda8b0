package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.api.DeployRequest;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A function of one tenant that looks for what another tenant has on the same platform, and for
/// what the platform keeps. Both tenants have the same code under the same name.
class TenantsApartLiveTest {
  private static final String SECRET = "of-acme-only-4711";

  /// An event that begins with `keep` leaves the rest of it wherever it can; any other is run.
  private static final String PYTHON =
      """
      import json, os, socket, urllib.request
      import perigee, python_worker
      kept = []

      def ask(**fields):
          return json.loads(python_worker.ask(json.dumps(fields).encode()))

      def handler(event, context):
          if event.startswith("keep"):
              kept.append(event)
              open("/tmp/kept", "w").write(event)
              print(event)
              return "kept"
          names = {}
          try:
              exec(event, globals(), names)
              return names.get("answer", "done")
          except BaseException as problem:
              return type(problem).__name__ + ": " + str(problem)
      """;

  private static final String NODE =
      """
      const fs = require('fs'), net = require('net');
      exports.handler = async (event) => {
        const said = [];
        for (const path of event.paths) {
          try { said.push(fs.statSync(path).size); } catch (problem) { said.push(problem.code); }
        }
        said.push(await new Promise((done) => {
          const socket = net.connect(event.port, '127.0.0.1', () => done('connected'));
          socket.on('error', (problem) => done(problem.code));
        }));
        const seen = fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
        said.push(seen.every((pid) => Number(pid) < 10));
        said.push(Object.keys(process.env).filter((name) => /JAVA|PERIGEE|MAVEN/.test(name)));
        return said;
      };
      """;

  @TempDir static Path data;
  private static LiveServer server;
  private static LiveClient acme;
  private static LiveClient umbra;

  @BeforeAll
  static void start() {
    var _ = Needs.python();
    server = new LiveServer(data);
    acme = server.client().as("acme");
    umbra = server.client().as("umbra");
    for (LiveClient tenant : new LiveClient[] {acme, umbra}) {
      tenant.deploy("f", Code.of("app.handler", PYTHON), Map.of("OF", tenant.tenant()));
    }
    for (String path : new String[] {"tables/prices", "queues/work", "buckets/photos"}) {
      assertThat(acme.send("PUT", "/v1/" + path, BodyPublishers.noBody()).statusCode())
          .isEqualTo(200);
    }
    put("tables/prices/items/tea", "\"" + SECRET + "\"");
    put("buckets/photos/objects/cat", SECRET);
    assertThat(acme.invoke("f", "\"keep " + SECRET + "\"").body()).isEqualTo("\"kept\"");
  }

  private static void put(String path, String value) {
    assertThat(acme.send("PUT", "/v1/" + path, BodyPublishers.ofString(value)).statusCode())
        .as(path)
        .isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static String attempt(String program) {
    String quoted = program.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    String answer = umbra.invoke("f", "\"" + quoted + "\"").body();
    assertThat(answer).doesNotContain(SECRET);
    return answer;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a table by its name|perigee.table('pri' + 'ces').get('tea')|no table 'prices'",
        "a bucket by its name|perigee.bucket('pho' + 'tos').get('cat')|no bucket 'photos'",
        "a queue by its name|perigee.queue('wo' + 'rk').receive()|no queue 'work'",
        "a table with a tenant before it|perigee.table('acme' + '/prices').get('tea')|acme/prices",
        "a table by a path|perigee.table('../acme' + '/prices').get('tea')|acme/prices",
        "a table after a zero|perigee.table('prices' + chr(0)).get('tea')|no table 'prices",
        "a forged tenant|ask(op='table.get', name='prices', key='tea', tenant='acme')|error",
        "a forged function|ask(op='table.get', name='prices', key='tea', function='acme/f')|error",
        "an unknown operation|ask(op='tenant.become', name='acme')|no operation 'tenant.become'",
      })
  void reachesNoState(String what, String program, String refusal) {
    assertThat(attempt("answer = " + program)).as(what).contains(refusal);
  }

  @Test
  void findsNothingLeftByTheFunctionOfTheSameNameAndCode() {
    String left = "answer = [kept, os.path.exists('/tmp/kept'), os.environ['OF']]";

    assertThat(attempt(left)).isEqualTo("[[], false, \"umbra\"]");
    assertThat(acme.invoke("f", "\"" + left + "\"").body())
        .isEqualTo("[[\"keep " + SECRET + "\"], true, \"acme\"]");
  }

  @Test
  void aVersionFindsNothingLeftByTheFunctionThatItWasPublishedFrom() {
    assertThat(
            acme.send("POST", "/v1/functions/f/versions", BodyPublishers.ofString("{}"))
                .statusCode())
        .isEqualTo(201);

    assertThat(acme.invoke("f", "1", "\"answer = [kept, os.path.exists('/tmp/kept')]\"").body())
        .isEqualTo("[[], false]");
  }

  @Test
  void seesNoFileThatThePlatformKeeps() throws Exception {
    Files.writeString(data.resolve("canary"), SECRET);
    try (var files = Files.walk(data)) {
      for (Path file : files.toList()) {
        assertThat(attempt("answer = os.stat('" + file + "').st_size"))
            .as(file.toString())
            .contains("FileNotFoundError");
      }
    }
    assertThat(Files.exists(data.resolve("secrets.key"))).isTrue();
  }

  @Test
  void reachesNoPortOfThePlatform() {
    for (String host : new String[] {"127.0.0.1", "::1", "localhost"}) {
      assertThat(attempt("socket.create_connection(('%s', %d), 2)".formatted(host, server.port())))
          .as(host)
          .containsAnyOf("ConnectionRefusedError", "OSError");
    }
  }

  @Test
  void readsNoLogOfTheOther() {
    LiveClient.await(
        "log of acme", () -> acme.get("/v1/functions/f/logs").body(), log -> log.contains(SECRET));

    assertThat(umbra.get("/v1/functions/f/logs").body()).doesNotContain(SECRET);
    assertThat(attempt("answer = os.environ['AWS_LAMBDA_LOG_STREAM_NAME']")).contains("umbra/f/");
  }

  @Test
  void aNodeFunctionSeesNoMoreThanAPythonFunction() {
    var _ = Needs.node();
    HttpResponse<String> deployed =
        umbra.put("n", request("nodejs20.x", "", LiveClient.zip("app.js", NODE.getBytes(UTF_8))));
    assertThat(deployed.statusCode()).as(deployed.body()).isEqualTo(201);
    String event =
        "{\"paths\": [\"%s\", \"%s\", \"/tmp/kept\", \"/proc/1/mem\"], \"port\": %d}"
            .formatted(data, data.resolve("secrets.key"), server.port());

    assertThat(umbra.invoke("n", event).body())
        .matches("\\[\"ENOENT\",\"ENOENT\",\"ENOENT\",(0|\"EACCES\"),\"ECONNREFUSED\",true,\\[]]");
  }

  private static DeployRequest request(String runtime, String isolation, byte[] zip) {
    return new DeployRequest(
        runtime,
        "app.handler",
        OptionalInt.empty(),
        OptionalLong.of(20_000),
        isolation,
        OptionalInt.empty(),
        Map.of(),
        zip);
  }

  /// The isolation `process` has no walls. This is what its one tenant can do, and why there is
  /// only one.
  @Test
  void aPlainProcessReachesWhatThePlatformReachesSoASecondTenantIsRefused() {
    byte[] zip = LiveClient.zip("app.py", PYTHON.getBytes(UTF_8));
    LiveClient only = server.client().as("only");
    assertThat(only.put("p", request("python3", "process", zip)).statusCode()).isEqualTo(201);

    String reached =
        """
        answer = [os.path.getsize('%s') > 0, os.path.exists('%s'), len(os.listdir('/proc')) > 20,\
         os.getuid() == %d, socket.create_connection(('127.0.0.1', %d), 2) is not None]
        """
            .formatted(data.resolve("secrets.key"), data, uid(), server.port())
            .strip();
    assertThat(only.invoke("p", "\"" + reached + "\"").body())
        .isEqualTo("[true, true, true, true, true]");

    HttpResponse<String> second = umbra.put("p", request("python3", "process", zip));
    assertThat(second.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(second.body()).contains("plain processes can see each other");
  }

  private static int uid() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
