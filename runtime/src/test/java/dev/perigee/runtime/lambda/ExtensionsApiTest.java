package dev.perigee.runtime.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.runtime.lambda.RawClient.Said;
import dev.perigee.runtime.lambda.extension.ShutdownReason;
import dev.perigee.runtime.sandbox.Functions;
import dev.perigee.runtime.sandbox.Functions.Sample;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract with extensions, word by word; no sandbox is needed for it.
class ExtensionsApiTest {
  private static final String ROOT = "/2020-01-01/extension/";
  private static final String TELEMETRY = "/2022-07-01/telemetry";

  @TempDir Path code;
  private final List<RawClient> clients = new ArrayList<>();
  private Sample sample;
  private LambdaApi api;
  private String address;

  @BeforeEach
  void open() throws Exception {
    serve(1);
  }

  private void serve(int concurrency) throws Exception {
    sample = Functions.provided(code, "#!/bin/sh\n").concurrent(concurrency);
    api = new LambdaApi(sample.spec().function(), List.of("watcher"));
    address = api.open(ApiDoor.loopback());
  }

  @AfterEach
  void close() throws Exception {
    for (RawClient client : clients) {
      client.close();
    }
    api.close();
  }

  private RawClient client() throws Exception {
    RawClient client = new RawClient(address);
    clients.add(client);
    return client;
  }

  private Said register(String name, String events) throws Exception {
    return client()
        .post(
            ROOT + "register",
            "Lambda-Extension-Name: " + name + "\r\n",
            "{\"events\":[" + events + "]}");
  }

  private static String identity(Said registered) {
    return "Lambda-Extension-Identifier: "
        + registered.headers().get("lambda-extension-identifier")
        + "\r\n";
  }

  /// Asks for an event; the answer comes later.
  private RawClient asking(String identity) throws Exception {
    RawClient client = client();
    client.ask("GET", ROOT + "event/next", identity, "");
    return client;
  }

  @Test
  void tellsExtensionsOfTheFunction() throws Exception {
    Said external = register("watcher", "\"INVOKE\",\"SHUTDOWN\"");
    Said withAccount =
        client()
            .post(
                ROOT + "register",
                "Lambda-Extension-Name: inner\r\nLambda-Extension-Accept-Feature: accountId\r\n",
                "{\"events\":[\"INVOKE\"]}");

    assertThat(external.status()).isEqualTo(200);
    assertThat(external.body())
        .contains("\"functionName\":\"sample\"", "\"handler\":\"app.handler\"")
        .doesNotContain("accountId");
    assertThat(withAccount.body()).contains("\"accountId\":\"000000000000\"");
  }

  @Test
  void refusesWrongRegistrations() throws Exception {
    assertThat(client().post(ROOT + "register", "", "{}").errorType())
        .isEqualTo("Extension.InvalidExtensionName");
    assertThat(register("watcher", "\"OFTEN\"").errorType())
        .isEqualTo("Extension.InvalidEventType");
    assertThat(register("inner", "\"SHUTDOWN\"").errorType())
        .isEqualTo("Extension.InvalidEventType");
    assertThat(register("watcher", "oops").errorType()).isEqualTo("InvalidRequestFormat");
    register("watcher", "");
    assertThat(register("watcher", "").errorType()).isEqualTo("Extension.InvalidExtensionState");
    for (int i = 1; i < 10; i++) {
      assertThat(register("inner" + i, "").status()).isEqualTo(200);
    }
    assertThat(register("inner10", "").errorType()).isEqualTo("Extension.TooManyExtensions");
    assertThat(client().get(ROOT + "event/next", "").errorType())
        .isEqualTo("Extension.MissingExtensionIdentifier");
    assertThat(client().get(ROOT + "event/next", "Lambda-Extension-Identifier: x\r\n").errorType())
        .isEqualTo("Extension.InvalidExtensionIdentifier");
  }

  @Test
  void refusesEventsOfInvocationsWhereSeveralRunAtOnce() throws Exception {
    api.close();
    serve(2);
    assertThat(register("watcher", "\"INVOKE\"").errorType())
        .isEqualTo("Extension.InvalidEventType");
  }

  @Test
  void theStartEndsWhenTheRuntimeAndAllExtensionsAsk() throws Exception {
    RawClient runtime = client();
    runtime.askNext();
    String watcher = identity(register("watcher", "\"INVOKE\""));
    boolean early = api.init().isDone();
    asking(watcher);

    assertThat(early).isFalse();
    assertThat(api.init().get(20, TimeUnit.SECONDS)).isInstanceOf(InitResult.Ready.class);
    assertThat(register("late", "").errorType()).isEqualTo("Extension.RegistrationClosed");
  }

  @Test
  void theNextInvocationWaitsForTheExtensions() throws Exception {
    RawClient runtime = client();
    runtime.askNext();
    String watcher = identity(register("watcher", "\"INVOKE\""));
    RawClient first = asking(watcher);
    api.init().get(20, TimeUnit.SECONDS);
    Call call = new Call(sample.call("1"));
    api.slots().offer(call);
    Said event = first.read();
    runtime.read();
    runtime.respond(call.id(), "2");
    runtime.askNext();
    Call after = new Call(sample.call("3"));
    api.slots().offer(after);
    long handedEarlyNs = after.handedNs();

    assertThat(call.reply().get(20, TimeUnit.SECONDS).payload()).isEqualTo(new byte[] {'2'});
    assertThat(event.body())
        .contains("\"eventType\":\"INVOKE\"", call.id(), "\"type\":\"X-Amzn-Trace-Id\"");
    assertThat(event.headers()).containsKey("lambda-extension-event-identifier");
    assertThat(handedEarlyNs).isZero();
    asking(watcher);
    assertThat(runtime.read().body()).isEqualTo("3");
  }

  @Test
  void anExtensionThatGivesUpEndsTheSandbox() throws Exception {
    String watcher = identity(register("watcher", "\"INVOKE\""));
    Said nameless = client().post(ROOT + "init/error", watcher, "{}");
    Said taken =
        client()
            .post(
                ROOT + "init/error",
                watcher + "Lambda-Extension-Function-Error-Type: Extension.NoDisk\r\n",
                "{}");

    assertThat(nameless.errorType()).isEqualTo("Extension.MissingHeader");
    assertThat(taken.status()).isEqualTo(202);
    InitResult result = api.init().get(20, TimeUnit.SECONDS);
    assertThat(result).isInstanceOf(InitResult.Failed.class);
    assertThat(new String(((InitResult.Failed) result).body(), UTF_8))
        .contains("Extension.InitError", "watcher", "Extension.NoDisk");
    assertThat(asking(watcher).read().errorType()).isEqualTo("Extension.InvalidExtensionState");
  }

  @Test
  void theEndIsToldAndWaitedFor() throws Exception {
    String watcher = identity(register("watcher", "\"SHUTDOWN\""));
    RawClient asking = asking(watcher);

    CompletableFuture<Void> down = api.extensions().shutdown(ShutdownReason.TIMEOUT, 1234);

    assertThat(asking.read().body())
        .isEqualTo(
            "{\"eventType\":\"SHUTDOWN\",\"shutdownReason\":\"timeout\",\"deadlineMs\":1234}");
    assertThat(down).isNotDone();
    api.extensions().ended("watcher", 0);
    assertThat(down).isDone();
  }

  @Test
  void reportsAllProblemsOfASubscription() throws Exception {
    String watcher = identity(register("watcher", ""));
    Said wrong =
        put(
            watcher,
            "{\"schemaVersion\":\"1999\",\"types\":[\"gossip\"],\"buffering\":{\"maxItems\":1},"
                + "\"destination\":{\"protocol\":\"HTTP\",\"URI\":\"http://example.com/\"}}");

    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.errorType()).isEqualTo("ValidationError");
    assertThat(wrong.body())
        .contains("1999", "gossip", "maxItems 1", "example.com/ is", "sandbox.localdomain");
    assertThat(put("", "{}").errorType()).isEqualTo("Extension.MissingExtensionIdentifier");
  }

  private Said put(String identity, String body) throws Exception {
    RawClient client = client();
    client.ask("PUT", TELEMETRY, identity, body);
    return client.read();
  }

  @Test
  void sendsTelemetryInBatchesToAnHttpListener() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String watcher = identity(register("watcher", ""));
      Said said =
          put(
              watcher,
              "{\"schemaVersion\":\"2022-12-13\",\"types\":[\"platform\",\"function\"],"
                  + "\"buffering\":{\"timeoutMs\":25},\"destination\":{\"protocol\":\"HTTP\","
                  + "\"URI\":\"http://sandbox.localdomain:"
                  + listener.getLocalPort()
                  + "/in\"}}");
      api.telemetry().line(dev.perigee.runtime.lambda.extension.Category.FUNCTION, "hello");
      String got = "";
      while (!got.contains("hello")) {
        got += post(listener);
      }

      assertThat(said.status()).isEqualTo(200);
      assertThat(said.body()).isEqualTo("\"OK\"");
      assertThat(got)
          .contains("POST /in HTTP/1.1", "\"type\":\"platform.initStart\"")
          .contains("\"type\":\"platform.telemetrySubscription\"")
          .contains("\"type\":\"function\",\"record\":\"hello\"}");
    }
  }

  private static String post(ServerSocket listener) throws Exception {
    try (Socket socket = listener.accept()) {
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      StringBuilder got = new StringBuilder();
      int length = 0;
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        got.append(line).append('\n');
        if (line.startsWith("Content-Length: ")) {
          length = Integer.parseInt(line.substring(16));
        }
      }
      for (int i = 0; i < length; i++) {
        got.append((char) in.read());
      }
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
      return got.toString();
    }
  }

  @Test
  void sendsTelemetryByLinesToATcpListener() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String watcher = identity(register("watcher", ""));
      put(
          watcher,
          "{\"types\":[\"function\"],\"buffering\":{\"timeoutMs\":25},"
              + "\"destination\":{\"protocol\":\"TCP\",\"port\":"
              + listener.getLocalPort()
              + "}}");
      api.telemetry().line(dev.perigee.runtime.lambda.extension.Category.FUNCTION, "one");
      api.telemetry().line(dev.perigee.runtime.lambda.extension.Category.EXTENSION, "not this");
      api.telemetry().line(dev.perigee.runtime.lambda.extension.Category.FUNCTION, "two");
      try (Socket socket = listener.accept()) {
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        assertThat(in.readLine()).contains("\"record\":\"one\"");
        assertThat(in.readLine()).contains("\"record\":\"two\"");
      }
    }
  }
}
