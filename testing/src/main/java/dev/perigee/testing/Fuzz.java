package dev.perigee.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// Changes good inputs at random and sees that a reader takes each or refuses it as it says it
/// does. The same inputs every time: 2,000 in a build, more with `-Dperigee.fuzz.inputs=N`, others
/// with `-Dperigee.fuzz.seed=N`.
public final class Fuzz {
  private static final int INPUTS = Integer.getInteger("perigee.fuzz.inputs", 2_000);
  private static final long SEED = Long.getLong("perigee.fuzz.seed", 1);
  private static final long SLOW_NS = TimeUnit.SECONDS.toNanos(10);
  private static final int CHANGES_MAX = 6;
  private static final int BYTES_MAX = 1 << 16;
  private static final int SHOWN_BYTES = 3_000;

  private final List<byte[]> seeds;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private Optional<Class<? extends Exception>> refusal = Optional.empty();
  private int inputs = INPUTS;

  /// Code that reads an input.
  @FunctionalInterface
  public interface Reader {
    void read(byte[] input) throws Exception;
  }

  /// What became of the inputs.
  public record Result(int taken, int refused) {}

  private Fuzz(List<byte[]> seeds) {
    this.seeds = seeds;
  }

  /// @param seeds good inputs, at least one
  public static Fuzz of(byte[]... seeds) {
    return new Fuzz(List.of(seeds));
  }

  /// @param seeds good inputs, at least one
  public static Fuzz of(String... seeds) {
    return new Fuzz(Arrays.stream(seeds).map(seed -> seed.getBytes(UTF_8)).toList());
  }

  /// @param type how the reader refuses
  public Fuzz refusing(Class<? extends Exception> type) {
    refusal = Optional.of(type);
    return this;
  }

  /// For a reader that takes milliseconds: one input where others get ten.
  public Fuzz fewer() {
    inputs = Math.max(seeds.size() + 1, INPUTS / 10);
    return this;
  }

  /// @throws AssertionError with the input that was neither taken nor refused, or took too long
  public Result run(Reader reader) {
    int taken = 0;
    for (int i = 0; i < inputs; i++) {
      byte[] input = i < seeds.size() ? seeds.get(i) : changed();
      taken += takes(reader, input, i) ? 1 : 0;
    }
    return new Result(taken, inputs - taken);
  }

  private boolean takes(Reader reader, byte[] input, int number) {
    long fromNs = System.nanoTime();
    boolean taken = isTaken(reader, input, number);
    if (System.nanoTime() - fromNs > SLOW_NS) {
      throw new AssertionError("input " + number + " took more than 10 s: " + shown(input));
    }
    return taken;
  }

  private boolean isTaken(Reader reader, byte[] input, int number) {
    try {
      reader.read(input);
      return true;
    } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
      if (refusal.filter(type -> type.isInstance(e)).isEmpty()) {
        throw new AssertionError("input " + number + " met " + e + ": " + shown(input), e);
      }
      return false;
    }
  }

  private static String shown(byte[] input) {
    byte[] head = Arrays.copyOf(input, Math.min(input.length, SHOWN_BYTES));
    return input.length + " bytes, base64 " + Base64.getEncoder().encodeToString(head);
  }

  private byte[] changed() {
    byte[] input = seeds.get(random.nextInt(seeds.size()));
    int changes = 1 + random.nextInt(CHANGES_MAX);
    for (int i = 0; i < changes; i++) {
      input = change(input);
    }
    return input;
  }

  private byte[] change(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int end = Math.min(input.length, at + 1 + random.nextInt(1 << random.nextInt(9)));
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(input, at);
      case 1 -> spliced(input, at, end, new byte[0]);
      case 2 -> spliced(input, at, at, Arrays.copyOfRange(input, at, end));
      case 3 -> spliced(input, at, end, noise(end - at));
      case 4 -> spliced(input, at, Math.min(at + 1, input.length), Odd.bytes(random));
      case 5 -> spliced(input, at, at, Odd.text(random));
      case 6 -> spliced(input, at, end, part(seeds.get(random.nextInt(seeds.size()))));
      default -> flipped(input);
    };
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private byte[] part(byte[] other) {
    int from = random.nextInt(other.length + 1);
    return Arrays.copyOfRange(other, from, from + random.nextInt(other.length - from + 1));
  }

  private byte[] flipped(byte[] input) {
    byte[] flipped = input.clone();
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private static byte[] spliced(byte[] input, int from, int to, byte[] middle) {
    List<byte[]> parts = new ArrayList<>();
    parts.add(Arrays.copyOf(input, from));
    parts.add(middle);
    parts.add(Arrays.copyOfRange(input, to, input.length));
    byte[] whole = new byte[input.length - (to - from) + middle.length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return Arrays.copyOf(whole, Math.min(whole.length, BYTES_MAX));
  }
}
