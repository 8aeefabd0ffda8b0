package dev.perigee.engine.cap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.engine.cap.CapMeter.Admission;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CapMeterTest {
  private static final long S = 1_000_000_000L;
  private static final long WINDOW_NS = 60 * S;

  private final CallEstimate estimate = new CallEstimate(function());

  private static FunctionSpec function() {
    return new FunctionSpec(
        "t",
        "f",
        1,
        "python3",
        "app.handler",
        "0".repeat(64),
        128,
        3_000,
        Isolation.NAMESPACES,
        1,
        50,
        100,
        new TreeMap<>());
  }

  private static CapMeter meter(Amount amount, long limit) {
    return new CapMeter(new Cap(new TreeMap<>(Map.of(amount, limit)), WINDOW_NS));
  }

  private static long[] took(long microJ) {
    long[] taken = new long[Amount.COUNT];
    taken[Amount.INVOCATIONS.ordinal()] = 1;
    taken[Amount.ENERGY.ordinal()] = microJ;
    return taken;
  }

  private void run(CapMeter meter, long utcNs, long microJ) {
    Admission admission = meter.admit(utcNs, estimate);
    assertThat(admission).isInstanceOf(Admission.Admitted.class);
    meter.settle(utcNs, ((Admission.Admitted) admission).reserved(), took(microJ));
    estimate.learn(took(microJ));
  }

  @Test
  void admitsAsManyAsTheCapSaysAndNoneMore() {
    CapMeter meter = meter(Amount.INVOCATIONS, 10);
    for (int i = 0; i < 10; i++) {
      run(meter, 0, 0);
    }

    assertThat(meter.admit(0, estimate)).isEqualTo(new Admission.Exhausted(Amount.INVOCATIONS));
    assertThat(meter.state(0, estimate)).isEqualTo(CapState.SUSPENDED);
  }

  @Test
  void goesFromOkThroughWarnedAndThrottledToSuspended() {
    CapMeter meter = meter(Amount.INVOCATIONS, 10);
    StringBuilder states = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      run(meter, 0, 0);
      states.append(meter.state(0, estimate).text().charAt(0));
    }

    assertThat(states).hasToString("oooowwwtts");
  }

  @Test
  void letsOneCallAtATimeRunOnceFourFifthsAreUsed() {
    CapMeter meter = meter(Amount.INVOCATIONS, 10);
    for (int i = 0; i < 8; i++) {
      run(meter, 0, 0);
    }
    Admission first = meter.admit(0, estimate);

    assertThat(first).isInstanceOf(Admission.Admitted.class);
    assertThat(meter.admit(0, estimate)).isEqualTo(new Admission.Wait(Amount.INVOCATIONS));
    meter.release(((Admission.Admitted) first).reserved());
    assertThat(meter.admit(0, estimate)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void makesRoomAgainWhenTheWindowHasMovedOn() {
    CapMeter meter = meter(Amount.INVOCATIONS, 2);
    run(meter, 0, 0);
    run(meter, 30 * S, 0);
    assertThat(meter.admit(59 * S, estimate)).isInstanceOf(Admission.Exhausted.class);

    run(meter, 60 * S, 0);

    assertThat(meter.used(60 * S)[Amount.INVOCATIONS.ordinal()]).isEqualTo(2);
    assertThat(meter.used(1_000 * S)[Amount.INVOCATIONS.ordinal()]).isZero();
  }

  @Test
  void lendsNothingToAClockThatJumpsBack() {
    CapMeter meter = meter(Amount.INVOCATIONS, 1);
    run(meter, 1_000 * S, 0);

    assertThat(meter.admit(0, estimate)).isInstanceOf(Admission.Exhausted.class);
  }

  @Test
  void letsACallOfWhichNothingIsKnownShowAloneWhatItTakes() {
    CapMeter meter = meter(Amount.ENERGY, 1_000);
    Admission first = meter.admit(0, estimate);

    assertThat(first).isInstanceOf(Admission.Admitted.class);
    assertThat(meter.admit(0, estimate)).isEqualTo(new Admission.Wait(Amount.ENERGY));
  }

  @Test
  void countsWhatWasTakenBeforeTheMeterWasThere() {
    CapMeter meter = meter(Amount.INVOCATIONS, 2);
    meter.restore(100 * S, 99 * S, took(0));
    meter.restore(100 * S, 10 * S, took(0));

    assertThat(meter.used(100 * S)[Amount.INVOCATIONS.ordinal()]).isEqualTo(1);
  }

  @Test
  void keepsReservedWhatTheLedgerMayAddUntilItHasSettled() {
    CapMeter meter = meter(Amount.ENERGY, 1_000);
    estimate.learn(took(400));
    long[] reserved = ((Admission.Admitted) meter.admit(0, estimate)).reserved();

    long[] held = meter.settleLater(0, reserved, took(100));

    assertThat(meter.used(0)[Amount.ENERGY.ordinal()]).isEqualTo(100);
    assertThat(meter.reserved()[Amount.ENERGY.ordinal()]).isEqualTo(300);
    assertThat(meter.admit(0, estimate)).isInstanceOf(Admission.Admitted.class);
    assertThat(meter.admit(0, estimate)).isEqualTo(new Admission.Wait(Amount.ENERGY));
    meter.finish(0, 0, held, took(250));
    assertThat(meter.used(0)[Amount.ENERGY.ordinal()]).isEqualTo(350);
    assertThat(meter.reserved()[Amount.ENERGY.ordinal()]).isEqualTo(400);
  }

  @Test
  void waitsForTheLedgerToSayWhatAFirstCallTook() {
    CapMeter meter = meter(Amount.ENERGY, 1_000);
    long[] reserved = ((Admission.Admitted) meter.admit(0, estimate)).reserved();
    estimate.learnAnswered(took(1));
    long[] held = meter.settleLater(0, reserved, took(1));
    assertThat(meter.admit(0, estimate)).isEqualTo(new Admission.Wait(Amount.ENERGY));

    meter.finish(0, 0, held, took(99));
    estimate.learnSettled(took(100));

    assertThat(meter.admit(0, estimate)).isInstanceOf(Admission.Admitted.class);
  }

  /// Whatever the order of beginnings and ends, no window takes more than its cap and what the
  /// calls that ran at once exceeded their estimates by.
  @Property(tries = 200)
  void neverOverspendsMoreThanWhatRunsAtOnceCanSurpriseBy(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int concurrency) {
    Random random = new Random(seed);
    long limit = 100_000;
    CapMeter meter = meter(Amount.ENERGY, limit);
    CallEstimate mine = new CallEstimate(function());
    Deque<long[]> running = new ArrayDeque<>();
    long mostMicroJ = 0;
    for (int step = 0; step < 2_000; step++) {
      if (random.nextBoolean() && running.size() < concurrency) {
        if (meter.admit(0, mine) instanceof Admission.Admitted(long[] reserved)) {
          running.addLast(reserved);
        }
      } else if (!running.isEmpty()) {
        long[] taken = took(500 + random.nextInt(500));
        mostMicroJ = Math.max(mostMicroJ, taken[Amount.ENERGY.ordinal()]);
        meter.settle(0, running.removeFirst(), taken);
        mine.learn(taken);
      }
    }

    assertThat(meter.used(0)[Amount.ENERGY.ordinal()])
        .isBetween(limit - 2_000, limit + concurrency * 500L);
    assertThat(meter.runningCount()).isEqualTo(running.size());
  }
}
