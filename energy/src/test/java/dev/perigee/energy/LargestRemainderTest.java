package dev.perigee.energy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LargestRemainderTest {

  @Test
  void givesRestToLargestRemainders() {
    assertThat(LargestRemainder.cut(10, new double[] {1, 1, 1})).containsExactly(4, 3, 3);
    assertThat(LargestRemainder.cut(10, new double[] {15, 15, 9, 1})).containsExactly(4, 4, 2, 0);
    assertThat(LargestRemainder.cut(7, new double[] {0, 0})).containsExactly(0, 7);
    assertThat(LargestRemainder.cut(0, new double[] {3, 4})).containsExactly(0, 0);
  }

  @Property
  void addsUpAndStaysWithinOneOfQuota(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 500) int count,
      @ForAll @LongRange(max = 1_000_000_000_000L) long whole) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      weights[i] = random.nextInt(4) == 0 ? 0 : random.nextDouble() * (1 << random.nextInt(20));
    }
    double sum = Arrays.stream(weights).sum();
    long[] parts = LargestRemainder.cut(whole, weights);
    assertThat(Arrays.stream(parts).sum()).isEqualTo(whole);
    for (int i = 0; i < count && sum > 0; i++) {
      assertThat((double) parts[i])
          .isBetween(whole * weights[i] / sum - 1.01, whole * weights[i] / sum + 1.01);
    }
  }
}
