package dev.perigee.platform.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perigee.engine.cap.Amount;
import dev.perigee.engine.cap.Cap;
import dev.perigee.engine.cap.CapState;
import dev.perigee.platform.control.Estimate.Share;
import dev.perigee.platform.control.Range;
import dev.perigee.platform.control.Safeguards.CapView;
import dev.perigee.platform.control.Safeguards.Kind;
import dev.perigee.platform.control.Safeguards.Subject;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CapForecastTest {
  private static final Map<Amount, Range> EACH =
      Map.of(Amount.COST, new Range(0.001, 0.0005, 0.002));

  /// 10 USD an hour, 4 of them used.
  private static List<Share> shares(OptionalDouble ratePerS, OptionalLong invocations) {
    long[] used = new long[Amount.values().length];
    used[Amount.COST.ordinal()] = 4_000_000_000_000L;
    Cap cap =
        new Cap(new TreeMap<>(Map.of(Amount.COST, 10_000_000_000_000L)), TimeUnit.HOURS.toNanos(1));
    CapView view =
        new CapView(new Subject(Kind.TENANT, "default", "default"), cap, used, used, CapState.OK);
    return CapForecast.of(view, ratePerS, invocations, EACH);
  }

  @Test
  void saysWhenACapIsExhausted() {
    Share share = shares(OptionalDouble.of(5), OptionalLong.empty()).getFirst();
    assertThat(share.usedFraction()).isCloseTo(0.4, within(1e-9));
    assertThat(share.expectedFraction()).isCloseTo(1.8, within(1e-9));
    assertThat(share.exhaustedAfterS().orElseThrow()).isCloseTo(1_200, within(1e-6));
  }

  @Test
  void aRateThatFitsExhaustsNothing() {
    Share share = shares(OptionalDouble.of(1), OptionalLong.empty()).getFirst();
    assertThat(share.expectedFraction()).isCloseTo(0.36, within(1e-9));
    assertThat(share.exhaustedAfterS()).isEmpty();
  }

  @Test
  void callsWithoutARateHaveAShareAndNoTime() {
    Share share = shares(OptionalDouble.empty(), OptionalLong.of(20_000)).getFirst();
    assertThat(share.expectedFraction()).isCloseTo(2, within(1e-9));
    assertThat(share.exhaustedAfterS()).isEmpty();
  }

  @Test
  void aMeanHasTheIntervalOfItsSpread() {
    Spread spread = new Spread();
    for (int value : new int[] {2, 4, 4, 4, 5, 5, 7, 9}) {
      spread.add(value);
    }
    double half = 1.96 * Math.sqrt(32.0 / 7 / 8);
    assertThat(spread.range().mean()).isCloseTo(5, within(1e-12));
    assertThat(spread.range().low()).isCloseTo(5 - half, within(1e-12));
    assertThat(spread.range().high()).isCloseTo(5 + half, within(1e-12));
  }
}
