package dev.perigee.cli.node;

import static dev.perigee.cli.node.ProcessPlatform.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.platform.control.Deployment;
import dev.perigee.testing.Needs;
import dev.perigee.world.node.AnswerStream;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.InvocationResult.Answered;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An answer of a function in another process, read while it comes.
final class StreamOnNodesTest {
  private static final FunctionId PATIENT = new FunctionId(Deployment.TENANT_DEFAULT, "patient");
  private static final String CODE =
      """
      import os, time
      def handler(event, context):
          yield 'first'
          while not os.path.exists(event):
              time.sleep(0.005)
          for _ in range(100):
              yield b'x' * 100_000
      """;

  /// Reads everything at once.
  private static final class Reader implements AnswerStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void type(String contentType) {
      throw new IllegalStateException("the function names no type, came " + contentType);
    }

    @Override
    public synchronized void write(byte[] part, int from, int count) {
      bytes.write(part, from, count);
    }

    @Override
    public void close() {
      // Nobody waits for who reads everything at once.
    }

    synchronized int size() {
      return bytes.size();
    }
  }

  @Test
  void partsReachTheCallerBeforeTheFunctionEnds(@TempDir Path data, @TempDir Path folder)
      throws Exception {
    var _ = Needs.python();
    try (ProcessPlatform platform = new ProcessPlatform(data)) {
      var _ =
          platform
              .control()
              .functions()
              .deploy(
                  new Deployment(
                      PATIENT.tenant(),
                      PATIENT.name(),
                      "python3.13",
                      "app.handler",
                      128,
                      60_000,
                      "process",
                      100,
                      Map.of(),
                      ProcessPlatform.zip("app.py", CODE)));
      Reader reader = new Reader();
      Path sign = folder.resolve("sign");
      byte[] event = ("\"" + sign + "\"").getBytes(UTF_8);
      CompletableFuture<InvocationResult> result =
          CompletableFuture.supplyAsync(() ->
              platform
                  .control()
                  .invoker()
                  .invoke(
                      UUID.randomUUID(),
                      PATIENT,
                      event,
                      CallContext.of(PATIENT).withStream(reader)));
      await("the first part is there", Duration.ofSeconds(60), () -> reader.size() == 5);
      boolean early = result.isDone();
      Files.createFile(sign);
      Answered answered = (Answered) result.join();

      assertThat(early).isFalse();
      assertThat(reader.size()).isEqualTo(10_000_005);
      assertThat(answered.payload()).isEmpty();
      assertThat(answered.entry().outcome()).isEqualTo(Outcome.OK);
      assertThat(answered.entry().bytesOut()).isEqualTo(10_000_005);
    }
  }
}
