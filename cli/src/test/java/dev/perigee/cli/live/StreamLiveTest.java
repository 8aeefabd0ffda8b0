package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.perigee.api.DeployRequest;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvokeMode;

/// Answers that are read while their function still writes them, by all sorts of readers.
class StreamLiveTest {
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
  private static final int BIG_BYTES = 20_000_000;
  private static final String BIG =
      """
      def handler(event, context):
          for _ in range(200):
              yield b'x' * 100_000
      """;
  private static final String PATIENT =
      """
      import os, time
      def handler(event, context):
          yield 'first,'
          while not os.path.exists(event['rawQueryString']):
              time.sleep(0.005)
          yield 'last'
      """;

  @TempDir static Path folder;

  private static LiveServer server;
  private static LambdaClient aws;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    server = new LiveServer(folder.resolve("data"));
    aws = AwsClientLiveTest.client(server.port(), "secret");
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    aws.close();
    server.close();
  }

  /// A client that decides itself when it reads.
  private static Socket ask(String function) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(16 << 10);
    socket.setSoTimeout(30_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    String request =
        "POST /2021-11-15/functions/"
            + function
            + "/response-streaming-invocations HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Length: 2\r\n\r\n{}";
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    return socket;
  }

  /// Up to the last chunk of the body.
  private static String rest(Socket socket) throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    byte[] part = new byte[64 << 10];
    String tail = "";
    while (!tail.endsWith(LAST_CHUNK)) {
      int count = socket.getInputStream().read(part);
      if (count < 0) {
        throw new EOFException("the connection ended after " + rest.size() + " bytes");
      }
      rest.write(part, 0, count);
      int news = Math.min(count, LAST_CHUNK.length());
      tail = tail.substring(Math.max(0, tail.length() - LAST_CHUNK.length()));
      tail += new String(part, count - news, news, ISO_8859_1);
    }
    return rest.toString(ISO_8859_1);
  }

  private static JsonNode entryOf(String function) {
    return LiveClient.await(
        "entry of " + function,
        () -> {
          for (JsonNode entry : server.client().ledger("").get("entries")) {
            if (entry.get("function").asText().equals(function)) {
              return entry;
            }
          }
          return MissingNode.getInstance();
        },
        node -> !node.isMissingNode());
  }

  private static boolean hasEntry(String function) {
    return server
        .client()
        .ledger("")
        .get("entries")
        .findValuesAsText("function")
        .contains(function);
  }

  private static String url(String function) {
    return aws.createFunctionUrlConfig(request ->
            request
                .functionName(function)
                .authType(FunctionUrlAuthType.NONE)
                .invokeMode(InvokeMode.RESPONSE_STREAM))
        .functionUrl();
  }

  private static HttpResponse<InputStream> get(String url) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofInputStream());
  }

  @Test
  void theFirstPartIsThereBeforeTheFunctionEnds() throws Exception {
    var _ = Needs.python();
    var _ =
        server
            .client()
            .put(
                "patient",
                new DeployRequest(
                    "python3",
                    "app.handler",
                    OptionalInt.empty(),
                    OptionalLong.of(20_000),
                    "process",
                    OptionalInt.empty(),
                    Map.of(),
                    LiveClient.zip("app.py", PATIENT.getBytes(UTF_8))));
    Path sign = folder.resolve("sign");
    HttpResponse<InputStream> answer = get(url("patient") + "?" + sign);
    String first = new String(answer.body().readNBytes(6), UTF_8);
    boolean ended = hasEntry("patient");
    Files.createFile(sign);
    String last = new String(answer.body().readAllBytes(), UTF_8);

    assertThat(first).isEqualTo("first,");
    assertThat(ended).isFalse();
    assertThat(last).isEqualTo("last");
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/octet-stream");
    assertThat(entryOf("patient").get("bytesOut").asLong()).isEqualTo(10);
  }

  @Test
  void aSlowReaderHoldsItsFunctionAndNobodyElse() throws Exception {
    var _ = Needs.python();
    server.client().deploy("slow", Code.of("app.handler", BIG).timeoutMs(60_000));
    server.client().deploy("quick", Code.of("app.handler", "def handler(e, c):\n    return e\n"));
    try (Socket slow = ask("slow")) {
      int begun = slow.getInputStream().read();
      for (int i = 0; i < 20; i++) {
        assertThat(server.client().invoke("quick", "7").body()).isEqualTo("7");
      }
      boolean ended = hasEntry("slow");
      String rest = rest(slow);

      assertThat(begun).isEqualTo('H');
      assertThat(ended).isFalse();
      assertThat(rest.length()).isGreaterThan(BIG_BYTES);
      assertThat(rest).contains("InvokeComplete").doesNotContain("ErrorCode");
    }
    assertThat(entryOf("slow").get("bytesOut").asLong()).isEqualTo(BIG_BYTES);
  }

  @Test
  void theTimeoutCountsWhileAFunctionWaitsForItsReader() throws Exception {
    var _ = Needs.python();
    server.client().deploy("late", Code.of("app.handler", BIG).timeoutMs(1_000));
    try (Socket socket = ask("late")) {
      JsonNode entry = entryOf("late");
      String rest = rest(socket);

      assertThat(entry.get("outcome").asText()).isEqualTo("timeout");
      assertThat(entry.get("bytesOut").asLong()).isLessThan(BIG_BYTES);
      assertThat(rest).contains("InvokeComplete", "Task timed out after 1.00 seconds");
    }
  }

  @Test
  void aClientThatHasSaidAllItWantsStillListens() throws Exception {
    var _ = Needs.python();
    server.client().deploy("half", Code.of("app.handler", BIG));
    try (Socket half = ask("half")) {
      half.shutdownOutput();

      assertThat(rest(half)).hasSizeGreaterThan(BIG_BYTES).contains("InvokeComplete");
    }
  }

  @Test
  void aFunctionWhoseReaderIsGoneRunsToItsEnd() throws Exception {
    var _ = Needs.python();
    server.client().deploy("gone", Code.of("app.handler", BIG));
    try (Socket socket = ask("gone")) {
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
    JsonNode entry = entryOf("gone");

    assertThat(entry.get("outcome").asText()).isEqualTo("ok");
    assertThat(entry.get("bytesOut").asLong()).isEqualTo(BIG_BYTES);
  }

  @Test
  void anErrorMidwayComesAtTheEndOfTheEventsAndCutsAnAddressOff() throws Exception {
    var _ = Needs.python();
    String source = "def handler(event, context):\n    yield 'half'\n    raise ValueError('no')\n";
    server.client().deploy("midway", Code.of("app.handler", source));
    String events;
    try (Socket socket = ask("midway")) {
      events = rest(socket);
    }
    String url = url("midway");

    assertThat(events).contains("half", "InvokeComplete", "Unhandled", "ValueError");
    assertThatThrownBy(() -> get(url).body().readAllBytes()).isInstanceOf(IOException.class);
  }

  @Test
  void aStreamBringsItsStatusAndHeaders() throws Exception {
    var _ = Needs.node();
    String source =
        """
        exports.handler = awslambda.streamifyResponse(async (event, stream) => {
          const out = awslambda.HttpResponseStream.from(stream, {
            statusCode: 203, headers: { "Content-Type": "text/plain", "X-Own": "1" } });
          out.write("a,");
          out.end("b");
        });
        """;
    var _ =
        server
            .client()
            .put(
                "headed",
                new DeployRequest(
                    "nodejs22.x",
                    "app.handler",
                    OptionalInt.empty(),
                    OptionalLong.of(10_000),
                    "",
                    OptionalInt.empty(),
                    Map.of(),
                    LiveClient.zip("app.js", source.getBytes(UTF_8))));
    HttpResponse<InputStream> answer = get(url("headed"));

    assertThat(answer.statusCode()).isEqualTo(203);
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain");
    assertThat(answer.headers().firstValue("x-own")).hasValue("1");
    assertThat(answer.body().readAllBytes()).asString(UTF_8).isEqualTo("a,b");
  }
}
