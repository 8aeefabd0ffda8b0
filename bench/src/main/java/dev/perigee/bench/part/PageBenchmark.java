package dev.perigee.bench.part;

import dev.perigee.bench.load.Zipf;
import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Digest;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Samples;
import dev.perigee.bench.measure.Size;
import dev.perigee.ledger.LedgerBuffer;
import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.NodeWindow;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.model.ledger.Quality;
import dev.perigee.platform.http.HttpFront;
import dev.perigee.platform.ledgers.NodeLedgers;
import dev.perigee.world.node.NodePort.LedgerPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/// What the page for people costs the platform: 1,000 functions called by Zipf's law, a ledger of
/// 1,000,000 entries (small: 20,000). `page first` is the first question, which reads the whole
/// ledger; `page` is one round of the five questions that an open page asks every two to four
/// seconds, over HTTP, the client's work included.
public final class PageBenchmark implements Benchmark {
  private static final int FUNCTION_COUNT = 1_000;
  private static final int ROWS = 10_000;
  private static final long START_UTC_NS = 1_790_000_000_000_000_000L;
  private static final long STEP_NS = 800_000;
  private static final double NS_PER_MS = 1e6;
  private static final List<String> QUESTIONS =
      List.of(
          "/v1/stats/functions?limit=50&order=invocations&match=",
          "/v1/invocations?limit=50",
          "/v1/stats/cold-starts?limit=12",
          "/v1/stats/series?by=function&span=15m&limit=7",
          "/v1/stats/nodes");

  @Override
  public String name() {
    return "page";
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    byte[] ledger = ledger(size.pick(20_000, 1_000_000));
    NodeLedgers ledgers =
        new NodeLedgers(() -> Map.of("edge-1", (at, max) -> page(ledger, at, max)), window -> 0);
    HttpFront front = HttpFront.start(new PagePlatform(ledgers, FUNCTION_COUNT), "127.0.0.1", 0);
    try (HttpClient http = HttpClient.newHttpClient()) {
      long heapBytes = heapBytes();
      long fromNs = System.nanoTime();
      round(http, front.port());
      double firstMs = (System.nanoTime() - fromNs) / NS_PER_MS;
      Figure first =
          Figure.one(name() + " first", "ms", Double.NaN, firstMs)
              .with("heapMb", (heapBytes() - heapBytes) / 1e6);
      return List.of(first, rounds(http, front.port(), size));
    } finally {
      front.stop(Duration.ZERO);
    }
  }

  private Figure rounds(HttpClient http, int port, Size size) throws Exception {
    int count = size.pick(3, 200);
    Samples samples = new Samples(count);
    long bytes = 0;
    Digest digest = new Digest();
    for (int i = -count; i < count; i++) {
      long fromNs = System.nanoTime();
      byte[] answers = round(http, port);
      if (i >= 0) {
        samples.add(System.nanoTime() - fromNs);
      }
      bytes = answers.length;
      digest = new Digest().add(answers);
    }
    return samples.figure(name(), "ms", 20, 1).with("kilobytes", bytes / 1e3).hashed(digest.hex());
  }

  private static byte[] round(HttpClient http, int port) throws IOException, InterruptedException {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    for (String question : QUESTIONS) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + question)).build();
      var answer = http.send(request, BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(question + " answers " + answer.statusCode());
      }
      answers.writeBytes(answer.body());
    }
    return answers.toByteArray();
  }

  private static LedgerPage page(byte[] ledger, long offsetBytes, int bytesMax) {
    int from = (int) Math.min(ledger.length, offsetBytes);
    int to = (int) Math.min(ledger.length, (long) from + bytesMax);
    return new LedgerPage(offsetBytes, Arrays.copyOfRange(ledger, from, to));
  }

  /// Entries every 0.8 ms, a window about each 8 s that settles none: settling is a small part.
  private static byte[] ledger(int entryCount) {
    LedgerBuffer buffer = new LedgerBuffer("edge-1", 0, ROWS);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Zipf zipf = new Zipf(FUNCTION_COUNT, 1);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < entryCount; i++) {
      var _ = buffer.append(entry(random, "f" + zipf.next(random), START_UTC_NS + i * STEP_NS));
      if ((i + 1) % ROWS == 0) {
        long toUtcNs = START_UTC_NS + i * STEP_NS;
        buffer.close(
            new NodeWindow(
                "edge-1", toUtcNs - ROWS * STEP_NS, toUtcNs, 40_000_000, 0, 40_000_000, 0),
            List.of());
        bytes.writeBytes(buffer.drain());
      }
    }
    return bytes.toByteArray();
  }

  private static LedgerEntry entry(SplittableRandom random, String function, long startedUtcNs) {
    boolean cold = random.nextInt(100) == 0;
    return new LedgerEntry(
        new UUID(random.nextLong(), random.nextLong()),
        "default",
        function,
        1,
        "edge-1",
        startedUtcNs,
        random.nextInt(50) == 0 ? Outcome.ERROR : Outcome.OK,
        cold,
        new Phases(
            5_000, 0, 0, cold ? 6_000_000 : 0, cold ? 90_000 : 0, random.nextLong(9_000_000)),
        128,
        random.nextLong(5_000_000),
        64,
        random.nextLong(65_536),
        new Energy(random.nextLong(20_000), random.nextLong(900), 0, 0, random.nextLong(500), 80),
        new Carbon(random.nextLong(50_000), 0, 10),
        new Money(200_000, random.nextLong(90_000), 0, 0, 0),
        Quality.MODELLED,
        true,
        300,
        1.135,
        42,
        42);
  }

  private static long heapBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
