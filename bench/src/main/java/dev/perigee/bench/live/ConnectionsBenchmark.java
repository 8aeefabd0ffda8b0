package dev.perigee.bench.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Samples;
import dev.perigee.bench.measure.Size;
import dev.perigee.bench.part.Codes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Calls of a warm Python function, the client's share included, without and with many open
/// connections of which half never said a word and half rest after a request; and what each of
/// these takes of the platform's memory.
public final class ConnectionsBenchmark implements Benchmark {
  private static final int COUNT_MAX = 100_000;
  private static final int PER_ADDRESS = 20_000;
  private static final byte[] REQUEST =
      "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1);

  private final Platform platform;
  private final Path code;

  public ConnectionsBenchmark(Platform platform, Path folder) {
    this.platform = platform;
    this.code = folder.resolve("connections-code");
  }

  /// As many as this process may hold open.
  public static int countMax() {
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            ? system.getMaxFileDescriptorCount()
            : 1_024;
    return (int) Math.min(COUNT_MAX, files - files / 10);
  }

  @Override
  public String name() {
    return "connections";
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    Deployer deployer = new Deployer(platform.client());
    String function =
        deployer.python("connections", Deployer.MEMORY_MB_OF_ONE_CPU, Codes.python(code));
    int calls = size.pick(20, 5_000);
    var _ = calls(deployer, function, size.pick(20, 10_000));
    List<Figure> figures = new ArrayList<>();
    figures.add(
        calls(deployer, function, calls).figure("call, nothing else open", "us", Double.NaN, 1));
    ProcessMemory before = ProcessMemory.of(platform.pid());
    int count = size.pick(40, countMax());
    List<SocketChannel> held = open(count);
    try {
      figures.add(
          calls(deployer, function, calls)
              .figure("call, %,d connections open".formatted(count), "us", Double.NaN, 1)
              .hashed(Integer.toString(answers(held))));
      ProcessMemory after = ProcessMemory.of(platform.pid());
      figures.add(
          Figure.one(
                  "connection",
                  "kB",
                  Double.NaN,
                  (after.residentBytes() - before.residentBytes()) / 1e3 / count)
              .with("heapKB", (after.heapBytes() - before.heapBytes()) / 1e3 / count));
    } finally {
      for (SocketChannel each : held) {
        each.close();
      }
    }
    return figures;
  }

  private static Samples calls(Deployer deployer, String function, int count) {
    Samples samples = new Samples(count);
    for (int i = 0; i < count; i++) {
      long fromNs = System.nanoTime();
      deployer.call(function);
      samples.add(System.nanoTime() - fromNs);
    }
    return samples;
  }

  /// From several addresses, for one has too few ports.
  private List<SocketChannel> open(int count) throws IOException {
    List<SocketChannel> held = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open();
      held.add(channel);
      channel.bind(new InetSocketAddress("127.0.0." + (2 + i / PER_ADDRESS), 0));
      channel.connect(platform.address());
      if (i % 2 == 1) {
        channel.write(ByteBuffer.wrap(REQUEST));
      }
    }
    return held;
  }

  /// How many were answered: each that asked.
  private static int answers(List<SocketChannel> held) throws IOException {
    int answers = 0;
    for (int i = 1; i < held.size(); i += 2) {
      ByteBuffer answer = ByteBuffer.allocate(4_096);
      var _ = held.get(i).read(answer);
      String text = new String(answer.array(), 0, answer.position(), ISO_8859_1);
      answers += text.startsWith("HTTP/1.1 200") ? 1 : 0;
    }
    return answers;
  }
}
