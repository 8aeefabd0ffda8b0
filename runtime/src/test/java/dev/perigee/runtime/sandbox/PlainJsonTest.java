package dev.perigee.runtime.sandbox;

import static dev.perigee.runtime.sandbox.Functions.python;
import static dev.perigee.runtime.sandbox.Functions.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.language.PythonWorkerFactory;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.testing.Needs;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainJsonTest {
  @Test
  void readsAndWritesWhatTheModuleJsonDoes(@TempDir Path code, @TempDir Path dependencies)
      throws Exception {
    Needs.python();
    try (SandboxHost host = SandboxHost.open()) {
      PythonWorkerFactory factory = new PythonWorkerFactory(host, dependencies);
      Sample sample =
          python(
                  code,
                  """
                  import json, plain_json

                  TEXTS = [b'{"a": [1, 2.5, "x", null, true, {}]}', b' {} ', b'"\\xc3\\xa4"', '"ä"'.encode("utf-16"),
                      b'[NaN, -Infinity]', b'1e400', b'123456789012345678901', b'"\\\\ud800"', b'', b'{', b'{"a" 1}',
                      b'1 2', b'nul', b'"a', b'\\xff', b'{}x', b'"\\x01"']
                  CIRCLE = []
                  CIRCLE.append(CIRCLE)
                  VALUES = [{"a": [1, 2.5, float("nan"), None, True, "ä\\n"]}, 'x"y', 5, None, {1: 2, None: 3}, (1, 2),
                      {1, 2}, CIRCLE, {(1, 2): 3}, object]
                  ENCODE = json.JSONEncoder(ensure_ascii=False).encode

                  def tried(call, value):
                      try:
                          return repr(call(value))
                      except Exception as problem:
                          return type(problem).__name__ + ": " + str(problem)

                  def handler(event, context):
                      return [repr(value) for own, known, values in (
                          (plain_json.loads, json.loads, TEXTS), (plain_json.dumps, ENCODE, VALUES))
                          for value in values if tried(own, value) != tried(known, value)]
                  """)
              .under(Isolation.PROCESS);
      factory.prepare(sample.spec());
      Worker worker = factory.start(sample.spec());

      assertThat(text(worker.invoke(sample.call("1")))).isEqualTo("[]");
      worker.stop(Duration.ZERO);
    }
  }
}
