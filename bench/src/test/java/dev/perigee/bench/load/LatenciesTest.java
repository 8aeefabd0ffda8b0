package dev.perigee.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class LatenciesTest {

  @Property(tries = 300)
  void keepsTimesToOnePartIn64(@ForAll @LongRange(max = 60_000_000_000L) long ns) {
    assertThat(Latencies.upperNs(Latencies.bucketOf(ns))).isBetween(ns, ns + ns / 64);
  }

  @Property(tries = 100)
  void addsUpWhatThreadsCounted(@ForAll @Size(min = 1, max = 300) int[] times) {
    Latencies all = new Latencies();
    Latencies one = new Latencies();
    Latencies two = new Latencies();
    for (int i = 0; i < times.length; i++) {
      long ns = times[i] & Integer.MAX_VALUE;
      all.add(ns);
      (i % 2 == 0 ? one : two).add(ns);
    }
    one.add(two);
    assertThat(one.count()).isEqualTo(times.length);
    assertThat(one.maxNs())
        .isEqualTo(Arrays.stream(times).mapToLong(t -> t & Integer.MAX_VALUE).max().orElse(0));
    assertThat(one.quantileNs(0.5)).isEqualTo(all.quantileNs(0.5));
  }
}
