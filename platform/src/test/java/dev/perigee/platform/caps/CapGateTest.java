package dev.perigee.platform.caps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.engine.cap.Amount;
import dev.perigee.engine.cap.Cap;
import dev.perigee.engine.cap.CapMeter.Admission;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.model.ledger.Quality;
import dev.perigee.platform.control.Safeguards.Kind;
import dev.perigee.platform.control.Safeguards.Subject;
import dev.perigee.world.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CapGateTest {
  private static final int ENERGY = Amount.ENERGY.ordinal();
  private static final int TIMEOUT_MS = 1_000;

  /// 200 W for as long as it may run: what is reserved for a call of which nothing is known.
  private static final long BOUND_MICRO_J = TIMEOUT_MS * 200_000L;

  private static final FunctionSpec F =
      new FunctionSpec(
          "default",
          "f",
          1,
          "python3",
          "app.f",
          "0".repeat(64),
          128,
          TIMEOUT_MS,
          Isolation.PROCESS,
          1,
          10,
          10,
          new TreeMap<>());

  private static final Clock CLOCK =
      new Clock() {
        @Override
        public long utcNs() {
          return 1_000;
        }

        @Override
        public long monoNs() {
          return 1_000;
        }
      };

  private final CapGate gate =
      new CapGate(
          new Subject(Kind.FUNCTION, "default", "f"),
          new Cap(new TreeMap<>(Map.of(Amount.ENERGY, 1_000_000_000_000L)), 86_400_000_000_000L),
          0,
          CLOCK,
          _ -> {});

  private static LedgerEntry entry(UUID id, long microJ, boolean settled) {
    return new LedgerEntry(
        id,
        "default",
        "f",
        0,
        "n1",
        1_000,
        Outcome.ERROR,
        false,
        Phases.NONE,
        128,
        0,
        2,
        2,
        new Energy(microJ, 0, 0, 0, 0, 0),
        Carbon.NONE,
        Money.NONE,
        Quality.MODELLED,
        settled,
        0,
        1,
        0,
        0);
  }

  @Test
  void theNextAttemptGivesBackWhatIsHeldForTheOneBefore() {
    gate.follow(0);
    UUID id = UUID.randomUUID();
    attempt(id, 3);
    assertThat(gate.view().reserved()[ENERGY]).isEqualTo(BOUND_MICRO_J - 3);

    long[] reserved = admitted(id);
    assertThat(gate.view().reserved()[ENERGY]).isEqualTo(BOUND_MICRO_J);
    gate.settle(id, F, reserved, entry(id, 4, false));
    assertThat(gate.view().reserved()[ENERGY]).isEqualTo(BOUND_MICRO_J - 4);

    gate.settled(entry(id, 4, false), entry(id, 6, true));
    assertThat(gate.view().reserved()[ENERGY]).isZero();
    assertThat(gate.view().used()[ENERGY]).isEqualTo(3 + 6);
  }

  @Test
  void anAttemptThatDoesNotBeginLeavesNothingReserved() {
    gate.follow(0);
    UUID id = UUID.randomUUID();
    attempt(id, 3);
    gate.release(id, admitted(id));
    assertThat(gate.view().reserved()[ENERGY]).isZero();
    assertThat(gate.view().used()[ENERGY]).isEqualTo(3);
  }

  private void attempt(UUID id, long microJ) {
    gate.settle(id, F, admitted(id), entry(id, microJ, false));
  }

  private long[] admitted(UUID id) {
    Admission admission = gate.enter(id, F);
    assertThat(admission).isInstanceOf(Admission.Admitted.class);
    return ((Admission.Admitted) admission).reserved();
  }
}
