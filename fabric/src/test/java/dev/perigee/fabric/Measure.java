package dev.perigee.fabric;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalOptions;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.fabric.journal.SqliteJournal;
import dev.perigee.fabric.segment.SegmentOptions;
import dev.perigee.fabric.segment.SegmentStore;
import dev.perigee.fabric.segment.TailCheck;
import dev.perigee.fabric.transport.Channel;
import dev.perigee.fabric.transport.ChannelHandler;
import dev.perigee.fabric.transport.ChannelOptions;
import dev.perigee.fabric.transport.Hello;
import dev.perigee.fabric.transport.Listener;
import dev.perigee.fabric.transport.UnixTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadFactory;

/// Prints how fast fabric is on this machine. Not a test: `main` with a folder on the disk to be
/// measured.
final class Measure {
  private static final Duration LONG = Duration.ofSeconds(30);

  private Measure() {}

  @FunctionalInterface
  interface Work {
    void run(int writer) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(arguments[0]), "measure");
    if (arguments.length > 1 && arguments[1].equals("echo")) {
      echoUntilKilled(Path.of(arguments[2]));
      return;
    }
    journal(folder);
    segments(folder);
    roundTrips(folder);
  }

  private static void journal(Path folder) throws Exception {
    JournalRecord draft = JournalRecord.draft("note", "acme", 1, new byte[256]);
    try (Journal j =
        SqliteJournal.open(folder.resolve("j"), JournalOptions.of("0.1.0"), Measure::say)) {
      run("journal warm-up", 4, 500, w -> j.appendAndWait(draft));
      for (int writers : new int[] {1, 8, 64, 512}) {
        run(
            "journal append, 256 B",
            writers,
            Math.max(40, 4000 / writers),
            w -> j.appendAndWait(draft));
      }
      long startNs = System.nanoTime();
      long[] sum = new long[1];
      long records = j.read(0, r -> sum[0] += r.payload().length);
      print("journal read", records, System.nanoTime() - startNs);
    }
    long startNs = System.nanoTime();
    SqliteJournal.open(folder.resolve("j"), JournalOptions.of("0.1.0"), Measure::say).close();
    System.out.printf("journal open and check: %.1f ms%n", (System.nanoTime() - startNs) / 1e6);
  }

  private static void segments(Path folder) throws Exception {
    byte[] block = new byte[200];
    try (SegmentStore s =
        SegmentStore.open(
            folder.resolve("l"), SegmentOptions.DEFAULT, TailCheck.NONE, Measure::say)) {
      for (int i = 0; i < 3; i++) {
        run("segment append, 200 B", 1, 500_000, w -> s.append(block, 1));
        s.sync();
      }
    }
  }

  private static final class Echo implements ChannelHandler {
    final CountDownLatch up = new CountDownLatch(1);

    @Override
    public void onUp(Channel channel, Hello peer) {
      up.countDown();
    }

    @Override
    public byte[] onRequest(Channel channel, byte kind, byte[] payload) {
      return payload;
    }
  }

  private static void echoUntilKilled(Path socket) throws Exception {
    Echo echo = new Echo();
    new UnixTransport(socket, ChannelOptions.DEFAULT).dial("n", () -> 1, echo);
    Thread.currentThread().join();
  }

  private static void roundTrips(Path folder) throws Exception {
    Path socket = folder.resolve("s");
    Echo handler = new Echo();
    byte[] payload = new byte[1024];
    Process child = null;
    try (Listener listener =
        new UnixTransport(socket, ChannelOptions.DEFAULT).listen("c", () -> 1, n -> handler)) {
      child = startEcho(folder, socket);
      handler.up.await();
      Channel channel = listener.channel("n");
      run("round trip warm-up", 16, 5000, w -> channel.call((byte) 1, payload, LONG));
      for (int callers : new int[] {1, 8, 64, 256}) {
        run(
            "round trip, 1 KiB, 2 processes",
            callers,
            60_000 / callers,
            w -> channel.call((byte) 1, payload, LONG));
      }
    } finally {
      if (child != null) {
        child.destroyForcibly();
      }
    }
  }

  private static Process startEcho(Path folder, Path socket) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Measure.class.getName(),
            folder.toString(),
            "echo",
            socket.toString())
        .inheritIO()
        .start();
  }

  private static void run(String what, int writers, int each, Work work) throws Exception {
    long[] tookNs = new long[writers * each];
    CyclicBarrier barrier = new CyclicBarrier(writers + 1);
    ThreadFactory threads = Thread.ofVirtual().factory();
    Thread[] all = new Thread[writers];
    for (int w = 0; w < writers; w++) {
      int writer = w;
      all[w] = threads.newThread(() -> loop(writer, each, work, tookNs, barrier));
      all[w].start();
    }
    barrier.await();
    long startNs = System.nanoTime();
    for (Thread t : all) {
      t.join();
    }
    long tookAllNs = System.nanoTime() - startNs;
    Arrays.sort(tookNs);
    System.out.printf(
        "%s, %d callers: n=%d, %.0f/s, p50 %.1f us, p99 %.1f us%n",
        what,
        writers,
        tookNs.length,
        tookNs.length * 1e9 / tookAllNs,
        tookNs[tookNs.length / 2] / 1e3,
        tookNs[tookNs.length * 99 / 100] / 1e3);
  }

  private static void loop(int writer, int each, Work work, long[] tookNs, CyclicBarrier barrier) {
    try {
      barrier.await();
      for (int i = 0; i < each; i++) {
        long startNs = System.nanoTime();
        work.run(writer);
        tookNs[writer * each + i] = System.nanoTime() - startNs;
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private static void print(String what, long count, long tookNs) {
    System.out.printf("%s: n=%d, %.0f/s%n", what, count, count * 1e9 / tookNs);
  }
}
