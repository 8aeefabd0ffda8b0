package dev.perigee.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.Quality;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AttributionTest {
  private static final long S = 1_000_000_000L;
  private static final long MS = 1_000_000L;

  /// 2 vCPUs of 1 W idle and 3 W at work, 4 GiB of 0.5 W each.
  private static final NodePower NODE = new NodePower(2, 4, 1, 3, 0.5, PowerCurve.LINEAR, 0, 0, 0);

  @Test
  void sharesOutWindowComputedByHand() {
    // CPU: 2 W x 0.3 s = 0.6 J. Idle: 1 W x 1 vCPU x 0.5 s = 0.5 J. Memory: 0.5 W x 1769/1024 x 0.5
    // s = 0.431884766 J.
    // Platform: 2 W x 1 ms (the cap) = 0.002 J of 2 W x 4 ms.
    ClosedWindow closed =
        close(window(S, 4 * MS, MeterReading.NONE, Usage.of(7, 300 * MS, 1_769, S / 2, true)));

    assertThat(closed.settled())
        .containsExactly(
            new ClosedWindow.Settled(7, new Energy(600_000, 431_885, 0, 0, 500_000, 2_000)));
    // The node: 2 W idle + 2 W memory over 1 s, and 0.608 J of work.
    assertThat(closed.drawnMicroJ()).isEqualTo(4_608_000);
    assertThat(closed.row().energyMicroJ()).isEqualTo(4_608_000);
    assertThat(closed.row().platformMicroJ()).isEqualTo(6_000);
    assertThat(closed.row().unattributedMicroJ()).isEqualTo(4_608_000 - 1_533_885);
    assertThat(closed.quality()).isEqualTo(Quality.MODELLED);
  }

  @Test
  void meterScalesPartsOfModel() {
    ClosedWindow closed =
        close(
            window(
                S,
                0,
                MeterReading.processor(9_200_000),
                Usage.of(1, 300 * MS, 1_769, S / 2, true)));

    assertThat(closed.scale()).isCloseTo(2, within(1e-12));
    assertThat(closed.quality()).isEqualTo(Quality.MEASURED);
    assertThat(closed.settled().getFirst().energy().cpuMicroJ()).isEqualTo(1_200_000);
    assertThat(closed.row().energyMicroJ()).isEqualTo(9_200_000);
  }

  @Test
  void booksLongInvocationInWindowOfItsEnd() {
    ClosedWindow first = close(window(S, 0, MeterReading.NONE, Usage.of(1, S, 1_769, S, false)));
    assertThat(first.settled()).isEmpty();
    assertThat(first.row().attributedMicroJ()).isZero();
    assertThat(first.row().energyMicroJ() + first.inFlight().totalMicroJ())
        .isEqualTo(first.drawnMicroJ());

    ClosedWindow second =
        Attribution.close(
            NODE,
            window(S, 0, MeterReading.NONE, Usage.of(1, S / 2, 1_769, S / 2, true)),
            first.inFlight());

    assertThat(second.inFlight()).isEqualTo(InFlight.NONE);
    assertThat(second.settled().getFirst().energy().cpuMicroJ()).isEqualTo(3_000_000);
    assertThat(first.row().energyMicroJ() + second.row().energyMicroJ())
        .isEqualTo(first.drawnMicroJ() + second.drawnMicroJ());
  }

  @Test
  void shrinksReservationsOfOvercommittedNode() {
    Usage[] four = new Usage[4];
    for (int i = 0; i < four.length; i++) {
      four[i] = Usage.of(i, 0, 1_769, S, true);
    }
    ClosedWindow closed = close(window(S, 0, MeterReading.NONE, four));
    assertThat(closed.settled())
        .extracting(settled -> settled.energy().idleMicroJ())
        .containsOnly(500_000L);
    assertThat(closed.row().unattributedMicroJ()).isZero();
  }

  @Test
  void chargesGpuByTimeAndLeavesItsIdlePowerToNobody() {
    NodePower gpuNode = new NodePower(2, 4, 1, 3, 0.5, PowerCurve.LINEAR, 10, 110, 0.001);
    Usage usage = new Usage(1, 0, 0, 0, S / 10, 1_000, true);
    Energy modelled =
        Attribution.close(gpuNode, window(S, 0, MeterReading.NONE, usage), InFlight.NONE)
            .settled()
            .getFirst()
            .energy();
    assertThat(modelled.gpuMicroJ()).isEqualTo(10_000_000);
    assertThat(modelled.networkMicroJ()).isEqualTo(1);

    MeterReading meter = new MeterReading(OptionalLong.empty(), OptionalLong.of(40_000_000));
    Energy measured =
        Attribution.close(gpuNode, window(S, 0, meter, usage), InFlight.NONE)
            .settled()
            .getFirst()
            .energy();
    assertThat(measured.gpuMicroJ()).isEqualTo(20_000_000);
  }

  @Test
  void concaveCurveChargesFirstCpuSecondMore() {
    NodePower concave = new NodePower(2, 4, 1, 3, 0.5, PowerCurve.CONCAVE, 0, 0, 0);
    ClosedWindow closed =
        Attribution.close(
            concave, window(S, 0, MeterReading.NONE, Usage.of(1, S, 0, S, true)), InFlight.NONE);
    // u = 0.5: 2 x 2 W x (2 x 0.5 - 0.5^1.4) = 2.484282... J
    assertThat(closed.settled().getFirst().energy().cpuMicroJ()).isEqualTo(2_484_283);
  }

  @Test
  void estimateIsWhatQuietWindowGives() {
    Usage usage = Usage.of(1, 3 * MS, 128, 10 * MS, true);
    Energy estimate = Attribution.provisional(NODE, usage, 200_000, 0, 1);
    Energy settled =
        close(window(S, 200_000, MeterReading.NONE, usage)).settled().getFirst().energy();
    assertThat(Math.abs(estimate.totalMicroJ() - settled.totalMicroJ())).isLessThanOrEqualTo(5);
    assertThat(estimate).isEqualTo(new Energy(6_000, 625, 0, 0, 724, 400));
  }

  @Test
  void refusesInvocationThatIsThereTwice() {
    Usage usage = Usage.of(9, 1, 1, 1, true);
    assertThatThrownBy(() -> close(window(S, 0, MeterReading.NONE, usage, usage)))
        .isInstanceOf(EnergyException.class)
        .hasMessageContaining("invocation 9");
  }

  @Property(tries = 300)
  void neverLosesOrInventsMicroJoule(
      @ForAll long seed, @ForAll @IntRange(max = 60) int count, @ForAll boolean metered) {
    SplittableRandom random = new SplittableRandom(seed);
    NodePower node = randomNode(random);
    InFlight inFlight = InFlight.NONE;
    long drawn = 0;
    long booked = 0;
    for (int i = 0; i < 3; i++) {
      ClosedWindow closed = Attribution.close(node, randomWindow(random, count, metered), inFlight);
      inFlight = closed.inFlight();
      drawn += closed.drawnMicroJ();
      booked += closed.row().energyMicroJ();
      long settled = closed.settled().stream().mapToLong(s -> s.energy().totalMicroJ()).sum();
      assertThat(closed.row().attributedMicroJ()).isEqualTo(settled);
      assertThat(closed.row().unattributedMicroJ()).isNotNegative();
      assertThat(closed.row().platformMicroJ()).isBetween(0L, closed.row().unattributedMicroJ());
      closed.settled().forEach(s -> assertThat(isNonNegative(s.energy())).isTrue());
    }
    assertThat(booked + inFlight.totalMicroJ()).isEqualTo(drawn);
  }

  @Property(tries = 200)
  void orderOfInvocationsChangesNothing(@ForAll long seed, @ForAll boolean metered) {
    SplittableRandom random = new SplittableRandom(seed);
    NodePower node = randomNode(random);
    WindowUsage window = randomWindow(random, 40, metered);
    List<Usage> shuffled = new ArrayList<>(window.usages());
    Collections.shuffle(shuffled, new Random(seed));
    WindowUsage other =
        new WindowUsage(
            window.node(),
            window.fromUtcNs(),
            window.toUtcNs(),
            window.windowNs(),
            window.platformCpuNs(),
            window.nodeCpuNs(),
            window.meter(),
            shuffled);
    assertThat(Attribution.close(node, other, InFlight.NONE))
        .isEqualTo(Attribution.close(node, window, InFlight.NONE));
  }

  private static ClosedWindow close(WindowUsage window) {
    return Attribution.close(NODE, window, InFlight.NONE);
  }

  private static WindowUsage window(
      long windowNs, long platformCpuNs, MeterReading meter, Usage... usages) {
    return new WindowUsage(
        "edge-1", 5 * S, 5 * S + windowNs, windowNs, platformCpuNs, 0, meter, List.of(usages));
  }

  private static NodePower randomNode(SplittableRandom random) {
    PowerCurve curve = random.nextBoolean() ? PowerCurve.LINEAR : PowerCurve.CONCAVE;
    double minW = random.nextDouble();
    double maxW = minW + random.nextDouble() * 4;
    double gpuIdleW = random.nextBoolean() ? 0 : 70;
    return new NodePower(
        0.5 + random.nextInt(8),
        1 + random.nextInt(32),
        minW,
        maxW,
        0.392,
        curve,
        gpuIdleW,
        gpuIdleW * 8,
        1e-4);
  }

  private static WindowUsage randomWindow(SplittableRandom random, int count, boolean metered) {
    List<Usage> usages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      usages.add(
          new Usage(
              i,
              random.nextLong(300 * MS),
              128 << random.nextInt(5),
              random.nextLong(S),
              random.nextInt(3) == 0 ? random.nextLong(S) : 0,
              random.nextLong(1 << 20),
              random.nextInt(3) > 0));
    }
    MeterReading meter =
        metered
            ? new MeterReading(
                OptionalLong.of(random.nextLong(60_000_000)),
                OptionalLong.of(random.nextLong(9_000)))
            : MeterReading.NONE;
    return new WindowUsage(
        "n", 0, S, S, random.nextLong(100 * MS), random.nextLong(20 * S), meter, usages);
  }

  private static boolean isNonNegative(Energy energy) {
    return energy.cpuMicroJ() >= 0
        && energy.memoryMicroJ() >= 0
        && energy.gpuMicroJ() >= 0
        && energy.networkMicroJ() >= 0
        && energy.idleMicroJ() >= 0
        && energy.platformMicroJ() >= 0;
  }
}
