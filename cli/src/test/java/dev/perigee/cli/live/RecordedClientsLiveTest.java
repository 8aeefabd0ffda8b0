package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.platform.access.AuthMode;
import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.testing.Needs;
import dev.perigee.world.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What boto3 and aws-cli sent, byte for byte, to a platform that verifies their signatures.
class RecordedClientsLiveTest {
  private static final FirstAdministrator KEYS =
      new FirstAdministrator(AuthMode.SIGV4, "AKIDEXAMPLE", "secret");
  private static final Instant RECORDED = Instant.parse("2026-11-21T08:52:06Z");

  /// In the order of the recording, without those to other services. `f` has no alias and no second
  /// version, its new code is no archive, its destination is refused, and what is not served is not
  /// found.
  private static final List<String> ANSWERS =
      List.of(
          "POST /2015-03-31/functions 201",
          "POST /2015-03-31/functions/f/invocations?Qualifier=prod 404",
          "POST /2015-03-31/functions/f/invocations 202",
          "POST /2015-03-31/functions/f/invocations 200",
          "POST /2015-03-31/functions/f/invocations 200",
          "GET /2015-03-31/functions/nope 404",
          "GET /2015-03-31/functions?MaxItems=5 200",
          "PUT /2015-03-31/functions/f/code 400",
          "PUT /2015-03-31/functions/f/configuration 200",
          "POST /2015-03-31/functions/f/versions 201",
          "POST /2015-03-31/functions/f/aliases 404",
          "PUT /2017-10-31/functions/f/concurrency 200",
          "PUT /2019-09-25/functions/f/event-invoke-config 400",
          "POST /2021-10-31/functions/f/url 201",
          "POST /2015-03-31/event-source-mappings 400",
          "PUT /2019-09-30/functions/f/provisioned-concurrency?Qualifier=prod 404",
          "POST /2015-03-31/functions/f/policy 201",
          "POST /2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af 204",
          "GET /2016-08-19/account-settings 200",
          "POST /2018-10-31/layers/l/versions 400",
          "DELETE /2015-03-31/functions/f 204",
          "POST /2015-03-31/functions/f/invocations 404");

  @TempDir Path data;

  @Test
  void everyRecordedRequestIsLetInAndAnsweredAsAtAws() throws IOException {
    var _ = Needs.python();
    List<String> answers = new ArrayList<>();
    try (LiveServer server =
        new LiveServer(
            data,
            Duration.ofMinutes(10),
            LedgerRetention.FOREVER,
            new Then(new SystemClock(), RECORDED),
            KEYS)) {
      for (JsonNode request : recorded()) {
        if (request.get("path").asText().startsWith("/20")) {
          answers.add(
              request.get("method").asText()
                  + " "
                  + request.get("path").asText()
                  + " "
                  + status(server.port(), request));
        }
      }
    }
    assertThat(answers).isEqualTo(ANSWERS);
  }

  private static List<JsonNode> recorded() throws IOException {
    try (InputStream in =
        RecordedClientsLiveTest.class.getResourceAsStream("boto3-lambda-wire-capture.jsonl")) {
      return new String(in.readAllBytes(), UTF_8).lines().map(LiveClient::json).toList();
    }
  }

  /// The status of the answer to a request that is sent as it was: with the host it was signed for.
  private static String status(int port, JsonNode request) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        (request.get("method").asText() + " " + request.get("path").asText() + " HTTP/1.1\r\n")
            .getBytes(ISO_8859_1));
    for (Map.Entry<String, JsonNode> header : request.get("headers").properties()) {
      bytes.writeBytes(
          (header.getKey() + ": " + header.getValue().asText() + "\r\n").getBytes(ISO_8859_1));
    }
    bytes.writeBytes("\r\n".getBytes(ISO_8859_1));
    bytes.writeBytes(Base64.getDecoder().decode(request.get("body_b64").asText()));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(bytes.toByteArray());
      byte[] begin = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      return new String(begin, ISO_8859_1).substring("HTTP/1.1 ".length());
    }
  }

  /// A clock that began at another time.
  private record Then(Clock clock, long aheadNs) implements Clock {
    Then(Clock clock, Instant begin) {
      this(clock, begin.toEpochMilli() * 1_000_000 - clock.utcNs());
    }

    @Override
    public long utcNs() {
      return clock.utcNs() + aheadNs;
    }

    @Override
    public long monoNs() {
      return clock.monoNs();
    }
  }
}
