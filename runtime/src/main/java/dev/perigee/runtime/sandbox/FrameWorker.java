package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.StartPhases;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A loaded handler behind one socket, in whatever language; it takes one invocation at a time,
/// others wait their turn.
final class FrameWorker implements Worker, Watchdog.Watched {
  private static final long INIT_NS = TimeUnit.SECONDS.toNanos(10);
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int EVENT_HEAD_BYTES = 4 + 16 + 8 + 2 + 2;
  private static final int ANSWER_HEAD_BYTES = 4 + 1 + 1 + 8;
  private static final int STARTED_PROCESSES = 1;

  /// Kinds of frames before an answer: a call of the platform, a part, the type of what is
  /// streamed.
  private static final String IN_BETWEEN = "CPT";

  /// The worker ends after this answer.
  private static final int LAST = 2;

  private final Sandbox sandbox;
  private final WorkerSpec spec;
  private final SocketChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final ReentrantLock turn = new ReentrantLock();
  private volatile long deadlineNs = Watchdog.NEVER;
  private volatile boolean expired;

  /// What the sandbox had used when it gave its last answer: what it uses after that, for example
  /// on threads of its own, counts for the next invocation. Guarded by the turn, as the next one.
  private long countedCpuNs = -1;

  private boolean answersSoon;

  /// Of the invocation that runs.
  private long streamedBytes;

  private volatile @Nullable Invocation current;
  private StartPhases phases = new StartPhases(0, 0);

  private FrameWorker(Sandbox sandbox, WorkerSpec spec) {
    this.sandbox = sandbox;
    this.spec = spec;
    this.channel = sandbox.channel();
  }

  /// Waits until the handler is loaded.
  static FrameWorker load(Sandbox sandbox, WorkerSpec spec, long startNs)
      throws WorkerStartException {
    FrameWorker worker = new FrameWorker(sandbox, spec);
    Watchdog watchdog = sandbox.host().watchdog();
    watchdog.add(worker);
    worker.arm(System.nanoTime() + INIT_NS);
    try {
      worker.awaitReady(startNs);
      return worker;
    } catch (WorkerStartException e) {
      watchdog.remove(worker);
      throw e;
    } finally {
      worker.deadlineNs = Watchdog.NEVER;
    }
  }

  /// A container's kernel may have a clock of its own.
  private static long onOurClock(long ns, long sinceNs) {
    long nowNs = System.nanoTime();
    return ns < sinceNs || ns > nowNs ? nowNs : ns;
  }

  private void awaitReady(long startNs) throws WorkerStartException {
    try {
      Frames.Frame frame = new Frames(channel).read();
      if (frame.type() != 'R') {
        byte[] body = new byte[frame.body().remaining()];
        frame.body().get(body);
        sandbox.stop(Duration.ZERO);
        sandbox.awaitLogs();
        throw WorkerStartException.ofFunction(
            "the code of " + spec.function().id() + " can't be loaded", body);
      }
      long isolatedNs = frame.body().getLong();
      long readyNs = onOurClock(frame.body().getLong(), isolatedNs);
      phases =
          new StartPhases(Math.max(isolatedNs - startNs, 0), Math.max(readyNs - isolatedNs, 0));
      sandbox.startMetering();
      sandbox.limitCpu(spec.cpuMilli());
    } catch (IOException gone) {
      throw WorkerStartException.ofFunction(
          "the code of " + spec.function().id() + " ended while loading", initFault());
    }
  }

  private byte[] initFault() {
    if (expired) {
      sandbox.stop(Duration.ZERO);
      return FunctionErrors.timedOut(FunctionErrors.NOBODY, TimeUnit.NANOSECONDS.toMillis(INIT_NS));
    }
    int status = sandbox.exitStatus();
    sandbox.awaitLogs();
    return FunctionErrors.exited(FunctionErrors.NOBODY, status);
  }

  @Override
  public Answer invoke(Invocation invocation) {
    turn.lock();
    try {
      return exchange(invocation).withEgress(sandbox.takeEgressBytes());
    } finally {
      turn.unlock();
    }
  }

  private Answer exchange(Invocation invocation) {
    countedCpuNs = countedCpuNs < 0 ? sandbox.cpuNs() : countedCpuNs;
    current = invocation;
    streamedBytes = 0;
    arm(System.nanoTime() + invocation.timeoutNs());
    long sentNs = System.nanoTime();
    try {
      send(invocation);
      sentNs = System.nanoTime();
      Answer answer = receive(invocation, sentNs);
      if (!answer.reusable()) {
        stop(Duration.ZERO);
      }
      return answer;
    } catch (IOException gone) {
      return died(invocation, System.nanoTime() - sentNs);
    } finally {
      deadlineNs = Watchdog.NEVER;
    }
  }

  private void send(Invocation invocation) throws IOException {
    byte[] arn = invocation.functionArn().getBytes(UTF_8);
    byte[] context = invocation.clientContext().getBytes(UTF_8);
    byte[] payload = invocation.payload();
    buffer.clear();
    buffer.putInt(EVENT_HEAD_BYTES - 4 + arn.length + context.length + payload.length);
    buffer.putLong(invocation.id().getMostSignificantBits());
    buffer.putLong(invocation.id().getLeastSignificantBits());
    buffer.putLong(invocation.deadlineUtcNs() / 1_000_000);
    buffer.putShort((short) arn.length).putShort((short) context.length).put(arn).put(context);
    if (payload.length <= buffer.remaining()) {
      buffer.put(payload).flip();
      Frames.drain(channel, buffer);
    } else {
      buffer.flip();
      Frames.drain(channel, buffer);
      Frames.drain(channel, ByteBuffer.wrap(payload));
    }
  }

  /// Answers what the function asks of the platform.
  private void reply(Invocation invocation, byte[] asked) throws IOException {
    byte[] reply = spec.calls().call(spec.function().id(), invocation.id(), asked);
    Frames.drain(
        channel, ByteBuffer.allocate(4 + reply.length).putInt(reply.length).put(reply).flip());
  }

  /// The head of an answer, or of a part of one.
  private record Head(char kind, int flags, int bodyBytes) {}

  private Answer receive(Invocation invocation, long sentNs) throws IOException {
    buffer.clear().flip();
    Head head = head();
    Parts parts = new Parts(invocation.stream());
    for (; IN_BETWEEN.indexOf(head.kind) >= 0; head = head()) {
      if (head.kind == 'C') {
        reply(invocation, body(head));
      } else if (head.kind == 'P') {
        parts.add(body(head));
        streamedBytes = parts.streamedBytes();
      } else {
        parts.type(body(head));
      }
    }
    byte[] payload = body(head);
    if (buffer.hasRemaining()) {
      throw new IOException("the worker broke the protocol with more than an answer");
    }
    long handlerNs = System.nanoTime() - sentNs;
    answersSoon = handlerNs < Lookout.SOON_NS;
    return answer(head, parts, payload, handlerNs);
  }

  private Answer answer(Head head, Parts parts, byte[] payload, long handlerNs) throws IOException {
    long cpuNs = newCpuNs();
    if (parts.areTooMany()) {
      byte[] body = FunctionErrors.answerTooLarge(parts.maxBytes());
      return new Answer(Outcome.ERROR, body, handlerNs, cpuNs, true, streamedBytes);
    }
    return switch (head.kind) {
      case 'A' ->
          new Answer(Outcome.OK, parts.with(payload), handlerNs, cpuNs, true, streamedBytes);
      case 'E' ->
          new Answer(
              Outcome.ERROR, payload, handlerNs, cpuNs, (head.flags & LAST) == 0, streamedBytes);
      case 'L' ->
          new Answer(Outcome.ERROR, FunctionErrors.answerTooLarge(), handlerNs, cpuNs, true);
      default ->
          throw new IOException(
              "the worker broke the protocol with an answer of kind " + head.kind);
    };
  }

  private Head head() throws IOException {
    if (buffer.remaining() < ANSWER_HEAD_BYTES) {
      buffer.compact();
      while (buffer.position() < ANSWER_HEAD_BYTES) {
        if ((answersSoon ? Lookout.read(channel, buffer) : channel.read(buffer)) < 0) {
          throw new IOException("the worker closed its connection");
        }
      }
      buffer.flip();
    }
    int bodyBytes = buffer.getInt() - (ANSWER_HEAD_BYTES - 4);
    Head head = new Head((char) buffer.get(), buffer.get(), bodyBytes);
    if ((head.flags & STARTED_PROCESSES) != 0) {
      sandbox.hasStartedProcesses();
    }
    buffer.getLong();
    if (bodyBytes < 0 || bodyBytes > FunctionErrors.ANSWER_MAX_BYTES) {
      throw new IOException(
          "the worker broke the protocol with an answer of " + bodyBytes + " bytes");
    }
    return head;
  }

  private byte[] body(Head head) throws IOException {
    byte[] body = new byte[head.bodyBytes];
    int present = Math.min(body.length, buffer.remaining());
    buffer.get(body, 0, present);
    Frames.fill(channel, ByteBuffer.wrap(body, present, body.length - present));
    return body;
  }

  /// CPU time that no answer has counted yet.
  private long newCpuNs() {
    long nowNs = sandbox.cpuNs();
    long cpuNs = Math.max(nowNs - countedCpuNs, 0);
    countedCpuNs = nowNs;
    return cpuNs;
  }

  private Answer died(Invocation invocation, long handlerNs) {
    long cpuNs = newCpuNs();
    boolean late = expired;
    int status = late ? 0 : endedStatus();
    sandbox.kill();
    sandbox.awaitLogs();
    sandbox.host().watchdog().remove(this);
    byte[] body =
        late
            ? FunctionErrors.timedOut(invocation.id(), spec.function().timeoutMs())
            : FunctionErrors.exited(invocation.id(), status);
    return new Answer(
        late ? Outcome.TIMEOUT : Outcome.ERROR, body, handlerNs, cpuNs, false, streamedBytes);
  }

  /// A worker that broke the protocol still lives; it is ended like one that died.
  private int endedStatus() {
    return sandbox.exitStatus();
  }

  private void arm(long atNs) {
    deadlineNs = atNs;
    sandbox.host().watchdog().deadlineSet(atNs);
  }

  @Override
  public long deadlineNs() {
    return deadlineNs;
  }

  @Override
  public void expire() {
    deadlineNs = Watchdog.NEVER;
    expired = true;
    sandbox.kill();
    Blank.closeQuietly(channel);
    Invocation running = current;
    if (running != null) {
      running.closeStream();
    }
  }

  @Override
  public StartPhases startPhases() {
    return phases;
  }

  @Override
  public long cpuNs() {
    return sandbox.cpuNs();
  }

  @Override
  public long memoryBytes() {
    return sandbox.memoryBytes();
  }

  @Override
  public void freeze() {
    sandbox.freeze();
  }

  @Override
  public void thaw() {
    sandbox.thaw();
  }

  @Override
  public void stop(Duration grace) {
    sandbox.host().watchdog().remove(this);
    sandbox.stop(grace);
  }

  @Override
  public boolean isAlive() {
    return sandbox.isAlive() && !expired;
  }
}
