package dev.perigee.runtime.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.runtime.lambda.RawClient.Said;
import dev.perigee.runtime.sandbox.Functions;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.sandbox.Read;
import dev.perigee.world.node.AnswerStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers that go on while they come, word by word.
class PassedAnswerTest {
  @TempDir Path code;

  private final Read read = new Read();
  private Sample sample;
  private LambdaApi api;
  private RawClient client;

  @BeforeEach
  void open() throws Exception {
    sample = Functions.provided(code, "#!/bin/sh\n");
    api = new LambdaApi(sample.spec().function(), List.of());
    client = new RawClient(api.open(ApiDoor.loopback()));
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    api.close();
  }

  private Call begin() throws Exception {
    Call call = new Call(read.of(sample, "1"));
    api.slots().offer(call);
    client.next();
    client.send(
        "POST /2018-06-01/runtime/invocation/"
            + call.id()
            + "/response HTTP/1.1\r\n"
            + "Host: x\r\n"
            + "Content-Type: text/plain\r\n"
            + "Lambda-Runtime-Function-Response-Mode: streaming\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n");
    return call;
  }

  private static Reply replyTo(Call call) throws Exception {
    return call.reply().get(20, TimeUnit.SECONDS);
  }

  @Test
  void passesEachPartOnBeforeTheNextOneComes() throws Exception {
    Call call = begin();
    client.send("4\r\none,\r\n");
    Functions.await(() -> read.text().equals("one,"), "the first part is there");
    client.send("4\r\ntwo,\r\n");
    Functions.await(() -> read.text().equals("one,two,"), "the second part is there");
    boolean early = call.reply().isDone();
    client.send("0\r\n\r\n");

    assertThat(client.read().status()).isEqualTo(202);
    assertThat(early).isFalse();
    assertThat(replyTo(call).ok()).isTrue();
    assertThat(replyTo(call).payload()).isEmpty();
    assertThat(call.streamedBytes()).isEqualTo(8);
    assertThat(read.type()).isEqualTo("text/plain");
  }

  @Test
  void endsWithTheErrorOfTheTrailers() throws Exception {
    Call call = begin();
    String body = Base64.getEncoder().encodeToString("{\"errorMessage\":\"late\"}".getBytes(UTF_8));
    client.send(
        "3\r\nhal\r\n0\r\nLambda-Runtime-Function-Error-Type: Function.Late\r\n"
            + "Lambda-Runtime-Function-Error-Body: "
            + body
            + "\r\n\r\n");
    client.read();

    assertThat(read.text()).isEqualTo("hal");
    assertThat(replyTo(call).errorType()).isEqualTo("Function.Late");
    assertThat(new String(replyTo(call).payload(), UTF_8)).contains("late");
  }

  @Test
  void tellsOfAStreamThatIsCutOff() throws Exception {
    Call call = begin();
    client.send("5\r\nhal");
    client.endOutput();

    assertThat(client.read().errorType()).isEqualTo("TruncatedHTTPRequest");
    assertThat(read.text()).isEqualTo("hal");
    assertThat(replyTo(call).errorType()).isEqualTo("Runtime.TruncatedResponse");
  }

  @Test
  void takesAStreamAsTheOneAnswer() throws Exception {
    Call call = begin();
    client.send("1\r\na\r\n");
    Functions.await(() -> read.text().equals("a"), "the stream has begun");
    Said second;
    try (RawClient other = new RawClient(sampleAddress())) {
      second = other.respond(call.id(), "b");
    }
    client.send("0\r\n\r\n");
    client.read();

    assertThat(second.errorType()).isEqualTo("InvalidStateTransition");
    assertThat(read.text()).isEqualTo("a");
  }

  private String sampleAddress() {
    return "127.0.0.1:" + client.port();
  }

  @Test
  void givesNoMoreThanTheLimit() throws Exception {
    Call call = begin();
    String chunk = "10000\r\n" + "x".repeat(1 << 16) + "\r\n";
    for (int i = 0; i <= AnswerStream.BYTES_MAX >> 16; i++) {
      client.send(chunk);
    }
    client.send("0\r\n\r\n");

    assertThat(client.read().status()).isEqualTo(413);
    assertThat(read.size()).isEqualTo(AnswerStream.BYTES_MAX);
    assertThat(replyTo(call).errorType()).isEqualTo("Function.ResponseSizeTooLarge");
  }
}
