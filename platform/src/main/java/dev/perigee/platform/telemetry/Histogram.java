package dev.perigee.platform.telemetry;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/// Times in buckets, added up as integers.
final class Histogram {
  /// Upper bounds of the buckets, in ns: 1-2-5 from 100 us to 10 s.
  private static final long[] BOUNDS_NS = {
    100_000,
    200_000,
    500_000,
    1_000_000,
    2_000_000,
    5_000_000,
    10_000_000,
    20_000_000,
    50_000_000,
    100_000_000,
    200_000_000,
    500_000_000,
    1_000_000_000L,
    2_000_000_000L,
    5_000_000_000L,
    10_000_000_000L
  };

  /// The bounds in seconds as both formats want them.
  private static final String[] BOUNDS_S =
      Arrays.stream(BOUNDS_NS)
          .mapToObj(
              ns -> ns % 1_000_000_000L == 0 ? ns / 1_000_000_000L + ".0" : Page.decimal(ns, 9))
          .toArray(String[]::new);

  private final LongAdder[] buckets = FunctionMeter.adders(BOUNDS_NS.length + 1);
  private final LongAdder sumNs = new LongAdder();

  void add(long ns) {
    buckets[bucket(ns)].increment();
    sumNs.add(ns);
  }

  void write(Page page, String name, String labels) {
    long count = 0;
    for (int i = 0; i < BOUNDS_S.length; i++) {
      count += buckets[i].sum();
      page.line(name + "_bucket", labels + ",le=\"" + BOUNDS_S[i] + '"', count);
    }
    count += buckets[BOUNDS_S.length].sum();
    page.line(name + "_bucket", labels + ",le=\"+Inf\"", count);
    page.line(name + "_sum", labels, Page.decimal(sumNs.sum(), 9));
    page.line(name + "_count", labels, count);
  }

  private static int bucket(long ns) {
    int bucket = 0;
    while (bucket < BOUNDS_NS.length && ns > BOUNDS_NS[bucket]) {
      bucket++;
    }
    return bucket;
  }
}
