package dev.perigee.platform.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private static final long S = TimeUnit.SECONDS.toNanos(1);

  private static int retries(RetryBudget budget, long monoNs, int wanted) {
    int begun = 0;
    for (int i = 0; i < wanted; i++) {
      begun += budget.tryRetry(monoNs) ? 1 : 0;
    }
    return begun;
  }

  @Test
  void aFewAreAlwaysAllowedAndComeBackWithTheWindow() {
    RetryBudget budget = new RetryBudget(100);
    assertThat(retries(budget, 0, 5_000)).isEqualTo(1_000);
    assertThat(retries(budget, 9 * S, 5_000)).isZero();
    assertThat(retries(budget, 10 * S, 5_000)).isEqualTo(1_000);
  }

  @Test
  void aBusyFunctionMayHaveATenthOfItsTraffic() {
    RetryBudget budget = new RetryBudget(100);
    for (int i = 0; i < 50_000; i++) {
      budget.first(i % 10 * S);
    }
    assertThat(retries(budget, 9 * S, 50_000)).isEqualTo(5_000);
  }

  @Test
  void noWindowHoldsMoreRetriesThanAllowed() {
    Random random = new Random(7);
    RetryBudget budget = new RetryBudget(3);
    long[] begun = new long[400];
    for (int s = 0; s < begun.length; s++) {
      begun[s] = retries(budget, s * S, random.nextInt(40));
    }
    for (int s = 0; s + RetryBudget.WINDOW_S <= begun.length; s++) {
      long sum = 0;
      for (int i = 0; i < RetryBudget.WINDOW_S; i++) {
        sum += begun[s + i];
      }
      assertThat(sum).isLessThanOrEqualTo(30);
    }
  }

  @Test
  void aClockThatGoesBackStandsStill() {
    RetryBudget budget = new RetryBudget(1);
    assertThat(retries(budget, 100 * S, 20)).isEqualTo(10);
    assertThat(retries(budget, 50 * S, 20)).isZero();
    assertThat(retries(budget, 110 * S, 20)).isEqualTo(10);
  }
}
