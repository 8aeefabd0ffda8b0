package dev.perigee.platform.telemetry;

import dev.perigee.platform.control.Span;
import dev.perigee.world.node.TraceContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps the newest recorded invocations in memory and hands each to the exporter. Adding takes no
/// lock and never waits.
final class Traces {
  private static final int KEPT_COUNT = 2_000;
  private static final long ID_BITS = (1L << 56) - 1;

  private final AtomicReferenceArray<@Nullable CallTrace> kept =
      new AtomicReferenceArray<>(KEPT_COUNT);
  private final AtomicLong count = new AtomicLong();
  private final long sampledBelow;
  private final Consumer<CallTrace> exporter;

  /// @param sampledFraction of the traces that begin here; what began elsewhere is recorded if it
  ///   says so
  Traces(double sampledFraction, Consumer<CallTrace> exporter) {
    this.sampledBelow = (long) (sampledFraction * (ID_BITS + 1.0));
    this.exporter = exporter;
  }

  /// Whoever decides by the same trace id and fraction decides the same.
  boolean isSampled(TraceContext trace) {
    return switch (trace.sampling()) {
      case YES -> true;
      case NO -> false;
      case UNDECIDED -> (trace.low() & ID_BITS) < sampledBelow;
    };
  }

  void add(CallTrace call) {
    kept.set((int) (count.getAndIncrement() % KEPT_COUNT), call);
    exporter.accept(call);
  }

  List<Span> newest(String tenant, Optional<String> function, int countMax) {
    return calls(tenant).stream()
        .filter(call -> function.map(call.function().name()::equals).orElse(true))
        .limit(countMax)
        .map(Spans::gateway)
        .toList();
  }

  List<Span> find(String tenant, String id) {
    String plain = id.replace("-", "");
    List<CallTrace> calls = calls(tenant);
    String traceId =
        calls.stream()
            .filter(call -> call.invocationId().toString().replace("-", "").equals(plain))
            .map(call -> call.parent().traceId())
            .findFirst()
            .orElse(plain);
    return calls.stream()
        .filter(call -> call.parent().traceId().equals(traceId))
        .flatMap(call -> Spans.of(call).stream())
        .sorted(Comparator.comparingLong(Span::startUtcNs))
        .toList();
  }

  /// Newest first.
  private List<CallTrace> calls(String tenant) {
    List<CallTrace> calls = new ArrayList<>();
    long newest = count.get();
    for (long at = newest - 1; at >= 0 && at >= newest - KEPT_COUNT; at--) {
      CallTrace call = kept.get((int) (at % KEPT_COUNT));
      if (call != null && call.function().tenant().equals(tenant)) {
        calls.add(call);
      }
    }
    return calls;
  }
}
