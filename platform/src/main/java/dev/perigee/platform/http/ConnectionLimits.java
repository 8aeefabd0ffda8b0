package dev.perigee.platform.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// What clients may keep open, and how slow they may be.
///
/// @param countMax connections at once; beyond, a connection is answered 503 and closed
/// @param perAddressMax of one address; 0 for any number
/// @param head from the first byte of a request to the end of its head
/// @param idle without a byte of a next request
/// @param bodyGrace that a client may keep the platform waiting for its body beside what the rate
///   allows
/// @param bodyBytesPerS least rate of a body
public record ConnectionLimits(
    int countMax,
    int perAddressMax,
    Duration head,
    Duration idle,
    Duration bodyGrace,
    long bodyBytesPerS) {

  private static final int COUNT_MAX = 100_000;

  /// Half of the files that the process may open, for a server that can't accept any more ends.
  public static ConnectionLimits ofProcess() {
    return new ConnectionLimits(
        (int) Math.min(COUNT_MAX, filesMax() / 2),
        0,
        Duration.ofSeconds(10),
        Duration.ofMinutes(5),
        Duration.ofSeconds(10),
        1_000);
  }

  private static long filesMax() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? system.getMaxFileDescriptorCount()
        : 2_048;
  }

  /// With other counts; 0 leaves the one that is there.
  public ConnectionLimits counts(int newCountMax, int newPerAddressMax) {
    return new ConnectionLimits(
        newCountMax == 0 ? countMax : newCountMax,
        newPerAddressMax,
        head,
        idle,
        bodyGrace,
        bodyBytesPerS);
  }
}
