package dev.perigee.bench.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.bench.load.Load;
import dev.perigee.bench.load.LoadPlan;
import dev.perigee.bench.load.LoadResult;
import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Digest;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Size;
import dev.perigee.bench.part.Codes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What a day brings, as fast as the machine can: 24 hours of ten warm calls, five events and a
/// queued message a second, of a deployment a minute that is called and deleted again, and of cold
/// starts in between. Nothing may grow from the second third of the day to the last: not what lives
/// in the heap, nor descriptors, threads, sandboxes, or the disk.
public final class SoakBenchmark implements Benchmark {
  /// What the platform has to be started with: what is kept for days is kept for a few hours of
  /// such a day, so that letting go is part of it.
  public static final List<String> OPTIONS =
      List.of(
          "--keep-alive-s", "2", "--ledger-retention-days", "0.001", "--async-retry-base-s", "1");

  private static final int HOURS = 24;
  private static final int CALLS = 36_000;
  private static final int EVENTS = 18_000;
  private static final int MESSAGES = 3_600;
  private static final int DEPLOYMENTS = 60;
  private static final int COLD = 120;
  private static final int BATCH = 100;
  private static final int AT_ONCE = 10;
  private static final Duration STEP = Duration.ofSeconds(1);

  /// Longer than a sandbox is kept, and until what was answered is settled.
  private static final long REST_MS = 5_000;

  private final Platform platform;
  private final Path data;
  private final Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<ProcessUse> hours = new ArrayList<>();
  private long calls;
  private long wrong;
  private long events;

  /// @param data folder of the platform
  /// @param folder for code
  public SoakBenchmark(Platform platform, Path data, Path folder) {
    this.platform = platform;
    this.data = data;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "soak";
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    Deployer deployer = new Deployer(platform.client());
    Path code = Codes.python(folder.resolve("soak-code"));
    String warm = deployer.python("warm", 128, code);
    List<String> cold = deployer.pythons("cold-", size.pick(2, COLD), 128, code);
    put(
        "/v1/triggers/soak",
        "{\"function\": \"warm\", \"source\": {\"kind\": \"event\", \"filter\": {\"type\":"
            + " \"soak\"}}}");
    put("/v1/queues/soak", "{}");
    for (int hour = 0; hour < size.pick(3, HOURS); hour++) {
      warmCalls(warm, size.pick(200, CALLS));
      events(hour, size.pick(200, EVENTS));
      messages(size.pick(100, MESSAGES));
      for (int i = 0; i < size.pick(2, DEPLOYMENTS); i++) {
        deployer.call(deployer.python("passing", 128, code));
        var _ = platform.client().demand("DELETE", "/v1/functions/passing", null);
      }
      cold.forEach(deployer::call);
      rest(size);
      hours.add(ProcessUse.of(platform.pid(), data));
    }
    return figures();
  }

  private void warmCalls(String function, int count) throws InterruptedException {
    LoadPlan plan = LoadPlan.closed(platform.address(), 8, STEP, function);
    long until = calls + count;
    while (calls < until) {
      LoadResult result = Load.run(plan);
      calls += result.answeredCount();
      wrong += result.wrongCount();
    }
  }

  private void events(int hour, int count) throws IOException, InterruptedException {
    for (int batch = 0; batch < count / BATCH; batch++) {
      StringBuilder all = new StringBuilder("[");
      for (int i = 0; i < BATCH; i++) {
        all.append(i == 0 ? "" : ",")
            .append(
                "{\"specversion\":\"1.0\",\"id\":\"%d-%d-%d\",\"source\":\"/soak\",\"type\":\"soak\"}"
                    .formatted(hour, batch, i));
      }
      events += BATCH;
      take(all.append(']').toString());
    }
  }

  /// Sent again where the queue is full: nothing is taken twice.
  private void take(String batch) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(platform.client().base() + "/v1/events"))
            .header("Content-Type", "application/cloudevents-batch+json")
            .POST(HttpRequest.BodyPublishers.ofString(batch))
            .build();
    while (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() != 202) {
      Thread.sleep(20);
    }
  }

  private void messages(int count) {
    for (int i = 0; i < count / AT_ONCE; i++) {
      post("messages", "{\"messages\": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}");
      Object taken = post("receive", "").get("messages");
      List<String> receipts = new ArrayList<>();
      for (Object message : taken instanceof List<?> list ? list : List.of()) {
        receipts.add(
            message instanceof Map<?, ?> fields ? "\"" + fields.get("receipt") + "\"" : "");
      }
      post("delete", "{\"receipts\": " + receipts + "}");
    }
  }

  private Map<String, @Nullable Object> post(String what, String json) {
    byte[] body = json.getBytes(UTF_8);
    return platform.client().demand("POST", "/v1/queues/soak/" + what, body).object();
  }

  private void put(String path, String json) {
    var _ = platform.client().demand("PUT", path, json.getBytes(UTF_8));
  }

  private void rest(Size size) throws InterruptedException {
    while (open() > 0) {
      Thread.sleep(50);
    }
    Thread.sleep(size.pick(200, (int) REST_MS));
  }

  private long open() {
    return number("queued") + number("inFlight");
  }

  private long number(String name) {
    Map<String, ?> stats = platform.client().get("/v1/async/stats").object();
    return stats.get(name) instanceof Number number ? number.longValue() : 0;
  }

  private List<Figure> figures() {
    if (number("enqueued") != events || number("acked") != events) {
      throw new IllegalStateException(
          "%d events were taken, the platform counts %d, %d of them done"
              .formatted(events, number("enqueued"), number("acked")));
    }
    return List.of(
        grown("heap", "MB", 1e6, ProcessUse::heapBytes),
        grown("resident memory", "MB", 1e6, ProcessUse::residentBytes),
        grown("descriptors", "", 1, ProcessUse::descriptors),
        grown("threads", "", 1, ProcessUse::threads),
        grown("processes", "", 1, ProcessUse::processes),
        grown("disk", "MB", 1e6, ProcessUse::diskBytes),
        Figure.one("events of the day", "", Double.NaN, (double) events)
            .with("calls", (double) calls)
            .with("wrong", (double) wrong)
            .hashed(new Digest().add(events).hex()));
  }

  /// Medians of the last third and of the one before.
  private Figure grown(String what, String unit, double scale, ToLongFunction<ProcessUse> of) {
    double[] all = hours.stream().mapToDouble(each -> of.applyAsLong(each) / scale).toArray();
    int third = all.length / 3;
    double before = median(Arrays.copyOfRange(all, third, all.length - third));
    double last = median(Arrays.copyOfRange(all, all.length - third, all.length));
    return Figure.one("soak, " + what, unit, Double.NaN, last)
        .with("firstThird", median(Arrays.copyOfRange(all, 0, third)))
        .with("secondThird", before)
        .with("grownPercent", before == 0 ? 0 : 100 * (last - before) / before);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values.length % 2 == 1
        ? values[values.length / 2]
        : (values[values.length / 2 - 1] + values[values.length / 2]) / 2;
  }
}
