package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Needs;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamCompleteEvent;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponse;
import software.amazon.awssdk.services.lambda.model.InvokeWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.lambda.model.LogType;

/// Answers as event streams, read by the AWS SDK for Java.
class AwsStreamLiveTest {
  @TempDir static Path data;

  private static LiveServer server;
  private static LambdaAsyncClient aws;

  @BeforeAll
  static void start() {
    server = new LiveServer(data);
    aws =
        LambdaAsyncClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + server.port()))
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
            .build();
  }

  @AfterAll
  static void stop() {
    aws.close();
    server.close();
  }

  /// What came of a call.
  private static final class Stream {
    private final StringBuilder payload = new StringBuilder();
    private final List<InvokeWithResponseStreamCompleteEvent> ends = new ArrayList<>();
    private final List<InvokeWithResponseStreamResponse> responses = new ArrayList<>();
    private int chunkCount;
  }

  private static Stream call(String function, String event, LogType logs) {
    Stream stream = new Stream();
    InvokeWithResponseStreamResponseHandler handler =
        InvokeWithResponseStreamResponseHandler.builder()
            .onResponse(stream.responses::add)
            .subscriber(
                InvokeWithResponseStreamResponseHandler.Visitor.builder()
                    .onPayloadChunk(chunk -> {
                      stream.chunkCount++;
                      stream.payload.append(chunk.payload().asUtf8String());
                    })
                    .onInvokeComplete(stream.ends::add)
                    .build())
            .build();
    aws.invokeWithResponseStream(
            request ->
                request
                    .functionName(function)
                    .logType(logs)
                    .payload(SdkBytes.fromUtf8String(event)),
            handler)
        .join();
    return stream;
  }

  private static void create(String name, String source) {
    byte[] zip = LiveClient.zip("app.py", source.getBytes(UTF_8));
    aws.createFunction(request ->
            request
                .functionName(name)
                .runtime("python3.12")
                .role("arn:aws:iam::000000000000:role/r")
                .handler("app.handler")
                .code(code -> code.zipFile(SdkBytes.fromByteArray(zip))))
        .join();
  }

  @Test
  void anAnswerComesAsChunksAndAnEnd() {
    var _ = Needs.python();
    create("long", "def handler(event, context):\n    print('spoke')\n    return 'x' * event\n");

    Stream stream = call("long", "300000", LogType.TAIL);

    assertThat(stream.payload).hasToString("\"" + "x".repeat(300_000) + "\"");
    assertThat(stream.chunkCount).isEqualTo(3);
    assertThat(stream.ends).hasSize(1);
    assertThat(stream.ends.getFirst().errorCode()).isNull();
    assertThat(stream.ends.getFirst().logResult()).isNotEmpty();
    assertThat(stream.responses.getFirst().executedVersion()).isEqualTo("$LATEST");
    assertThat(stream.responses.getFirst().statusCode()).isEqualTo(200);
  }

  @Test
  void anErrorOfTheFunctionComesAtTheEnd() {
    var _ = Needs.python();
    create("fails", "def handler(event, context):\n    raise ValueError('no')\n");

    Stream stream = call("fails", "{}", LogType.NONE);

    assertThat(stream.payload).isEmpty();
    assertThat(stream.ends.getFirst().errorCode()).isEqualTo("Unhandled");
    assertThat(stream.ends.getFirst().errorDetails()).contains("ValueError", "no");
  }
}
