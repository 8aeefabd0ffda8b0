package dev.perigee.runtime.language;

import static dev.perigee.runtime.sandbox.Functions.node;
import static dev.perigee.runtime.sandbox.Functions.python;
import static dev.perigee.runtime.sandbox.Functions.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.function.Isolation;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.sandbox.Read;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerFactory;
import dev.perigee.testing.Needs;
import dev.perigee.world.node.AnswerStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Handlers in Python and Node whose callers read while they still run.
class StreamingTest {
  private static final String GENERATOR =
      """
      def handler(event, context):
          yield 'one '
          yield b'two '
          if event == 'fail':
              raise ValueError('midway')
          for _ in range(event if isinstance(event, int) else 0):
              yield b'x' * 100000
      """;

  private static final String STREAMED =
      """
      exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {
        const out = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
        out.write("one ");
        if (event === "fail") throw new RangeError("midway");
        if (event === "forget") return;
        out.end("two");
      });
      """;

  @TempDir Path code;
  @TempDir Path folder;
  private SandboxHost host;

  @BeforeEach
  void open() {
    Needs.python();
    host = SandboxHost.open();
  }

  @AfterEach
  void close() {
    host.close();
  }

  private static Worker start(WorkerFactory factory, Sample sample) throws Exception {
    factory.prepare(sample.spec());
    return factory.start(sample.spec());
  }

  @Test
  void aGeneratorInPythonIsAStream() throws Exception {
    Sample sample = python(code, GENERATOR).under(Isolation.PROCESS);
    Worker worker = start(new PythonWorkerFactory(host, folder), sample);
    Read read = new Read();

    Answer streamed = worker.invoke(read.of(sample, "0"));
    Answer whole = worker.invoke(sample.call("0"));

    assertThat(read.text()).isEqualTo("one two ");
    assertThat(streamed.payload()).isEmpty();
    assertThat(streamed.streamedBytes()).isEqualTo(8);
    assertThat(text(whole)).isEqualTo("one two ");
    assertThat(whole.streamedBytes()).isZero();
  }

  @Test
  void anErrorMidwayComesAfterTheParts() throws Exception {
    Sample sample = python(code, GENERATOR).under(Isolation.PROCESS);
    Worker worker = start(new PythonWorkerFactory(host, folder), sample);
    Read read = new Read();

    Answer streamed = worker.invoke(read.of(sample, "\"fail\""));
    Answer whole = worker.invoke(sample.call("\"fail\""));

    assertThat(read.text()).isEqualTo("one two ");
    assertThat(streamed.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(text(streamed)).contains("ValueError", "midway");
    assertThat(text(whole)).contains("ValueError", "midway");
  }

  @Test
  void aStreamMayBeLongerThanAnAnswerButNotEndless() throws Exception {
    Sample sample = python(code, GENERATOR).under(Isolation.PROCESS);
    Worker worker = start(new PythonWorkerFactory(host, folder), sample);
    Read long8 = new Read();
    Read long30 = new Read();

    Answer streamed = worker.invoke(long8.of(sample, "80"));
    Answer whole = worker.invoke(sample.call("80"));
    Answer tooLong = worker.invoke(long30.of(sample, "300"));
    Answer after = worker.invoke(sample.call("0"));

    assertThat(streamed.outcome()).isEqualTo(Outcome.OK);
    assertThat(long8.size()).isEqualTo(8_000_008);
    assertThat(text(whole)).contains("ResponseSizeTooLarge", "" + FunctionErrors.ANSWER_MAX_BYTES);
    assertThat(text(tooLong)).contains("ResponseSizeTooLarge", "" + AnswerStream.BYTES_MAX);
    assertThat(long30.size()).isLessThanOrEqualTo(AnswerStream.BYTES_MAX);
    assertThat(text(after)).isEqualTo("one two ");
  }

  @Test
  void aStreamifiedHandlerInNodeIsAStream() throws Exception {
    Needs.node();
    Sample sample = node(code, "app.js", STREAMED).under(Isolation.PROCESS);
    Worker worker = start(new NodeWorkerFactory(host, folder), sample);
    Read read = new Read();
    Read broken = new Read();

    Answer streamed = worker.invoke(read.of(sample, "1"));
    Answer failed = worker.invoke(broken.of(sample, "\"fail\""));
    Answer forgot = worker.invoke(sample.call("\"forget\""));
    Answer whole = worker.invoke(sample.call("2"));

    assertThat(read.text()).isEqualTo("{\"statusCode\":201}" + "\0".repeat(8) + "one two");
    assertThat(read.type()).isEqualTo("application/vnd.awslambda.http-integration-response");
    assertThat(streamed.outcome()).isEqualTo(Outcome.OK);
    assertThat(broken.text()).endsWith("one ");
    assertThat(text(failed)).contains("RangeError", "midway");
    assertThat(text(forgot)).contains("Runtime.StreamNotEnded");
    assertThat(text(whole)).endsWith("one two");
  }
}
