package dev.perigee.platform.telemetry;

import dev.perigee.platform.control.Span;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// Sends spans to a collector by OTLP/HTTP, as JSON, in batches, from a thread of its own. Calls
/// only put what they did into a bounded queue; what finds no room there, or no collector, is
/// counted and dropped.
public final class OtlpExporter implements Consumer<CallTrace>, AutoCloseable {
  private static final int WAITING_MAX = 8_192;
  private static final int BATCH_MAX = 512;
  private static final Duration GATHERING = Duration.ofSeconds(1);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final String PATH = "/v1/traces";

  private final BlockingQueue<CallTrace> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final LongAdder exported = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI endpoint;
  private final String release;
  private final Consumer<String> report;
  private final Thread thread;
  private boolean failing;

  /// @param endpoint of the collector; without a path `/v1/traces` is meant
  /// @param report gets a line when exporting begins to fail, and when it works again
  public OtlpExporter(URI endpoint, String release, Consumer<String> report) {
    String path = endpoint.getPath();
    this.endpoint = path.isEmpty() || path.equals("/") ? endpoint.resolve(PATH) : endpoint;
    this.release = release;
    this.report = report;
    this.thread = Thread.ofPlatform().daemon().name("otlp").start(this::work);
  }

  @Override
  public void accept(CallTrace call) {
    if (!waiting.offer(call)) {
      dropped.increment();
    }
  }

  /// Invocations whose spans a collector took.
  long exported() {
    return exported.sum();
  }

  /// Invocations whose spans nobody got.
  long dropped() {
    return dropped.sum();
  }

  private void work() {
    List<CallTrace> batch = new ArrayList<>(BATCH_MAX);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        gather(batch);
        send(batch);
        batch.clear();
      }
    } catch (InterruptedException _) {
      dropped.add(batch.size() + waiting.size());
    }
  }

  /// Waits for the first, then for a second or a full batch.
  private void gather(List<CallTrace> batch) throws InterruptedException {
    batch.add(waiting.take());
    long untilNs = System.nanoTime() + GATHERING.toNanos();
    while (batch.size() < BATCH_MAX) {
      CallTrace next = waiting.poll(untilNs - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      batch.add(next);
    }
  }

  private void send(List<CallTrace> batch) throws InterruptedException {
    List<Span> spans = batch.stream().flatMap(call -> Spans.of(call).stream()).toList();
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(ANSWER_MAX)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(OtlpJson.of(spans, release)))
            .build();
    try {
      HttpResponse<Void> answer = http.send(request, BodyHandlers.discarding());
      said(batch.size(), answer.statusCode() / 100 == 2 ? "" : "status " + answer.statusCode());
    } catch (IOException e) {
      said(batch.size(), e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private void said(int count, String problem) {
    boolean fails = !problem.isEmpty();
    (fails ? dropped : exported).add(count);
    if (fails && !failing) {
      report.accept(
          "traces can't be sent to %s (%s): they are dropped until it answers"
              .formatted(endpoint, problem));
    } else if (!fails && failing) {
      report.accept("traces are sent to " + endpoint + " again");
    }
    failing = fails;
  }

  @Override
  public void close() {
    thread.interrupt();
    http.shutdownNow();
  }
}
