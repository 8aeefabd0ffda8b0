package dev.perigee.runtime.sandbox;

import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.world.node.AnswerStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A caller that reads everything at once and remembers it.
public final class Read implements AnswerStream {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private String type = "";

  public Invocation of(Sample sample, String event) {
    Invocation whole = sample.call(event);
    return new Invocation(
        whole.id(),
        whole.payload(),
        whole.deadlineUtcNs(),
        whole.timeoutNs(),
        whole.functionArn(),
        whole.clientContext(),
        whole.trace(),
        Optional.of(this));
  }

  @Override
  public synchronized void type(String contentType) {
    type = contentType;
  }

  @Override
  public synchronized void write(byte[] part, int from, int count) {
    bytes.write(part, from, count);
  }

  @Override
  public void close() {
    // Whoever reads everything holds nobody up.
  }

  public synchronized String type() {
    return type;
  }

  public synchronized String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  public synchronized int size() {
    return bytes.size();
  }
}
