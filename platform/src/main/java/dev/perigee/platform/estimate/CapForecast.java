package dev.perigee.platform.estimate;

import dev.perigee.engine.cap.Amount;
import dev.perigee.platform.control.Estimate.Share;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Range;
import dev.perigee.platform.control.Safeguards;
import dev.perigee.platform.control.Safeguards.CapView;
import dev.perigee.platform.control.Safeguards.Kind;
import dev.perigee.platform.control.Safeguards.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// When caps will be exhausted. With a limit L of which u is used, a window w, and r calls a second
/// that take m each: the window comes to hold `r m w`; if that with u is above L, the cap is
/// exhausted after `(L - u) / (r m)`.
final class CapForecast {
  private static final double NS_PER_S = 1e9;

  private CapForecast() {}

  static List<Share> of(
      Safeguards safeguards,
      FunctionName function,
      OptionalDouble ratePerS,
      OptionalLong invocations,
      Map<Amount, Range> perInvocation) {
    Subject own = new Subject(Kind.FUNCTION, function.tenant(), function.name());
    Subject tenant = new Subject(Kind.TENANT, function.tenant(), function.tenant());
    Optional<CapView> ofFunction =
        function.name().isEmpty() ? Optional.empty() : safeguards.find(own);
    Optional<CapView> nearest =
        ofFunction.or(
            () -> safeguards.find(new Subject(Kind.REVISION, function.tenant(), function.name())));
    return Stream.concat(nearest.stream(), safeguards.find(tenant).stream())
        .flatMap(view -> of(view, ratePerS, invocations, perInvocation).stream())
        .toList();
  }

  static List<Share> of(
      CapView view,
      OptionalDouble ratePerS,
      OptionalLong invocations,
      Map<Amount, Range> perInvocation) {
    double windowS = view.cap().windowNs() / NS_PER_S;
    double calls =
        ratePerS.isPresent()
            ? ratePerS.getAsDouble() * windowS
            : invocations.isPresent() ? invocations.getAsLong() : 0;
    List<Share> shares = new ArrayList<>();
    view.cap()
        .limits()
        .forEach((amount, limit) -> {
          double unit = Math.pow(10, -amount.decimals());
          Range each = perInvocation.getOrDefault(amount, new Range(0, 0, 0));
          shares.add(
              share(
                  new Share(
                      view.subject(),
                      amount,
                      limit * unit,
                      fraction((double) view.used()[amount.ordinal()], limit),
                      fraction(calls * each.mean() / unit, limit),
                      OptionalDouble.empty()),
                  ratePerS.isPresent() ? windowS : 0));
        });
    return List.copyOf(shares);
  }

  private static double fraction(double amount, long limit) {
    return limit > 0 ? amount / limit : 1;
  }

  /// @param overS in which the calls come evenly; 0 if it is not known
  private static Share share(Share share, double overS) {
    double left = Math.max(0, 1 - share.usedFraction());
    double expected = share.expectedFraction();
    return expected <= left || overS == 0
        ? share
        : new Share(
            share.subject(),
            share.amount(),
            share.limit(),
            share.usedFraction(),
            expected,
            OptionalDouble.of(left / expected * overS));
  }
}
