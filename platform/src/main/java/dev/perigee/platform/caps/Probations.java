package dev.perigee.platform.caps;

import dev.perigee.engine.cap.Amount;
import dev.perigee.engine.cap.Cap;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Safeguards.Kind;
import dev.perigee.platform.control.Safeguards.Subject;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// New revisions that may use a part of what their tenant may, for a while. Thread-safe.
final class Probations {
  static final long LENGTH_NS = TimeUnit.HOURS.toNanos(24);
  private static final int PARTS = 10;

  private record Probation(CapGate gate, long untilUtcNs) {}

  private final Map<FunctionId, Probation> all = new ConcurrentHashMap<>();
  private final Map<Subject, FunctionId> functions = new ConcurrentHashMap<>();

  /// What a revision may use.
  static Cap partOf(Cap ofTenant) {
    TreeMap<Amount, Long> limits = new TreeMap<>();
    ofTenant.limits().forEach((amount, limit) -> limits.put(amount, Math.ceilDiv(limit, PARTS)));
    return new Cap(limits, ofTenant.windowNs());
  }

  /// Such as `revision/hello` for what was deployed last, and `revision/hello:3`.
  static Subject subject(FunctionId function) {
    String name =
        function.isLatest() ? function.name() : function.name() + ":" + function.qualifier();
    return new Subject(Kind.REVISION, function.tenant(), name);
  }

  void begin(FunctionId function, CapGate gate, long untilUtcNs) {
    all.put(function, new Probation(gate, untilUtcNs));
    functions.put(gate.subject(), function);
  }

  void end(Subject subject) {
    FunctionId function = functions.remove(subject);
    if (function != null) {
      all.remove(function);
    }
  }

  /// The meter of a function whose probation goes on.
  @Nullable CapGate find(FunctionId function, long utcNs) {
    Probation probation = all.get(function);
    return probation == null || utcNs >= probation.untilUtcNs() ? null : probation.gate();
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  boolean isOver(Subject subject, long utcNs) {
    FunctionId function = functions.get(subject);
    return subject.kind() == Kind.REVISION && (function == null || find(function, utcNs) == null);
  }
}
