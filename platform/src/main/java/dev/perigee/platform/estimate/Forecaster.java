package dev.perigee.platform.estimate;

import dev.perigee.engine.cap.Amount;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Deployment;
import dev.perigee.platform.control.Estimate;
import dev.perigee.platform.control.Estimates;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Functions;
import dev.perigee.platform.control.Ledgers;
import dev.perigee.platform.control.Ledgers.Query;
import dev.perigee.platform.control.Range;
import dev.perigee.platform.control.Safeguards;
import dev.perigee.world.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/// Estimates from the ledger where it knows the function, and from a model otherwise.
public record Forecaster(
    Functions functions, Ledgers ledgers, Safeguards safeguards, CostModel model, Clock clock)
    implements Estimates {
  private static final long HISTORY_NS = TimeUnit.DAYS.toNanos(7);
  private static final int SEEN_MIN = 10;
  private static final double NS_PER_MS = 1e6;
  private static final double NS_PER_S = 1e9;

  /// A guess for a function of which nothing is known: most run for between 10 ms and 1 s (Shahrad
  /// et al., 2020: half of the functions of Azure take less than 1 s at the median).
  private static final Range DURATION_MS_DEFAULT = new Range(100, 10, 1_000);

  @Override
  public Estimate of(Question question) {
    FunctionName name = question.function();
    Optional<FunctionSpec> spec =
        name.name().isEmpty() ? Optional.empty() : functions.find(name.latest());
    int memoryMb =
        question
            .memoryMb()
            .orElse(spec.map(FunctionSpec::memoryMb).orElse(Deployment.MEMORY_MB_DEFAULT));
    History history = new History(memoryMb);
    if (!name.name().isEmpty() && question.durationNs().isEmpty()) {
      OptionalLong since = OptionalLong.of(clock.utcNs() - HISTORY_NS);
      ledgers.read(new Query(name.tenant(), Optional.of(name.name()), since), history::add);
    }
    return history.count() >= SEEN_MIN
        ? byHistory(question, spec.isPresent(), memoryMb, history)
        : byModel(question, spec, memoryMb);
  }

  private Estimate byHistory(Question question, boolean known, int memoryMb, History history) {
    OptionalDouble rate = question.ratePerS();
    if (rate.isEmpty() && question.invocations().isEmpty()) {
      rate = OptionalDouble.of(history.count() / (HISTORY_NS / NS_PER_S));
    }
    SortedMap<Amount, Range> perInvocation = history.perInvocation();
    return new Estimate(
        question.function(),
        known,
        "ledger",
        "mean of %d calls of the last 7 days with its 95 %% confidence interval"
            .formatted(history.count()),
        history.count(),
        memoryMb,
        history.durationMs(),
        perInvocation,
        rate,
        question.invocations(),
        model.prices(),
        caps(question, rate, perInvocation));
  }

  private Estimate byModel(Question question, Optional<FunctionSpec> spec, int memoryMb) {
    Range durationMs = duration(question, spec);
    SortedMap<Amount, Range> perInvocation = model.perInvocation(memoryMb, durationMs);
    return new Estimate(
        question.function(),
        spec.isPresent(),
        "model",
        "power, carbon and prices of this platform's nodes for a guess of the duration, from the"
            + " thriftiest node with an idle processor to the hungriest with a busy one",
        0,
        memoryMb,
        durationMs,
        perInvocation,
        question.ratePerS(),
        question.invocations(),
        model.prices(),
        caps(question, question.ratePerS(), perInvocation));
  }

  /// What is given is taken for half to twice itself; nothing lasts longer than it may.
  private static Range duration(Question question, Optional<FunctionSpec> spec) {
    if (question.durationNs().isPresent()) {
      double ms = question.durationNs().getAsLong() / NS_PER_MS;
      return new Range(ms, ms / 2, ms * 2);
    }
    double most = spec.map(FunctionSpec::timeoutMs).orElse(Deployment.TIMEOUT_MS_DEFAULT);
    return new Range(
        Math.min(most, DURATION_MS_DEFAULT.mean()),
        Math.min(most, DURATION_MS_DEFAULT.low()),
        Math.min(most, DURATION_MS_DEFAULT.high()));
  }

  private List<Estimate.Share> caps(
      Question question, OptionalDouble ratePerS, SortedMap<Amount, Range> perInvocation) {
    return CapForecast.of(
        safeguards, question.function(), ratePerS, question.invocations(), perInvocation);
  }
}
