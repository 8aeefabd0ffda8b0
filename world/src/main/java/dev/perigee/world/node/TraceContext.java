package dev.perigee.world.node;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where in a distributed trace something happens: the trace, and the span that whatever happens
/// next belongs to. Read from and written as W3C `traceparent` and AWS `X-Amzn-Trace-Id`; both hold
/// the same 128 bits.
///
/// @param high first half of the trace id, `low` the second; both 0: no trace
/// @param spanId the parent of what happens next; 0: there is none
/// @param sampling whether the trace is recorded, as far as that was decided
/// @param state what other vendors keep in a trace (`tracestate`), passed on as it is
public record TraceContext(long high, long low, long spanId, Sampling sampling, String state) {

  /// Whether a trace is recorded.
  public enum Sampling {
    UNDECIDED,
    NO,
    YES
  }

  public static final TraceContext NONE = new TraceContext(0, 0, 0, Sampling.UNDECIDED, "");

  /// Longer ones are dropped, as the recommendation allows.
  private static final int STATE_CHARS_MAX = 512;

  private static final Pattern PARENT =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final Pattern AMZN_ROOT =
      Pattern.compile("(?:^|;)\\s*Root=1-([0-9a-fA-F]{8})-([0-9a-fA-F]{24})");
  private static final Pattern AMZN_PARENT =
      Pattern.compile("(?:^|;)\\s*Parent=([0-9a-fA-F]{16})(?:;|$)");
  private static final Pattern AMZN_SAMPLED = Pattern.compile("(?:^|;)\\s*Sampled=([01])(?:;|$)");
  private static final HexFormat HEX = HexFormat.of();

  /// A trace that begins here, named like the invocation it begins with.
  public static TraceContext root(UUID id) {
    return new TraceContext(
        id.getMostSignificantBits(), id.getLeastSignificantBits(), 0, Sampling.UNDECIDED, "");
  }

  /// What a `traceparent` says; empty if it is not valid, for then a new trace begins.
  public static Optional<TraceContext> ofParent(String parent, String state) {
    Matcher parts = PARENT.matcher(parent);
    if (!parts.matches() || !isKnown(parts.group(1), parts.group(5) != null)) {
      return Optional.empty();
    }
    boolean sampled = (HexFormat.fromHexDigits(parts.group(4)) & 1) != 0;
    TraceContext context =
        new TraceContext(
            HexFormat.fromHexDigitsToLong(parts.group(2), 0, 16),
            HexFormat.fromHexDigitsToLong(parts.group(2), 16, 32),
            HexFormat.fromHexDigitsToLong(parts.group(3)),
            sampled ? Sampling.YES : Sampling.NO,
            isState(state) ? state : "");
    return context.isTrace() && context.spanId != 0 ? Optional.of(context) : Optional.empty();
  }

  /// Version 00 has four fields, a later one may have more, ff is none.
  private static boolean isKnown(String version, boolean hasMore) {
    return version.equals("00") ? !hasMore : !version.equals("ff");
  }

  private static boolean isState(String state) {
    return state.length() <= STATE_CHARS_MAX
        && state.chars().allMatch(letter -> letter >= ' ' && letter <= '~');
  }

  /// What an `X-Amzn-Trace-Id` says; empty if it names no trace.
  public static Optional<TraceContext> ofAmzn(String header) {
    Matcher root = AMZN_ROOT.matcher(header);
    if (!root.find()) {
      return Optional.empty();
    }
    String id = (root.group(1) + root.group(2)).toLowerCase(Locale.ROOT);
    Matcher parent = AMZN_PARENT.matcher(header);
    Matcher sampled = AMZN_SAMPLED.matcher(header);
    Sampling sampling = Sampling.UNDECIDED;
    if (sampled.find()) {
      sampling = sampled.group(1).equals("1") ? Sampling.YES : Sampling.NO;
    }
    TraceContext context =
        new TraceContext(
            HexFormat.fromHexDigitsToLong(id, 0, 16),
            HexFormat.fromHexDigitsToLong(id, 16, 32),
            parent.find() ? HexFormat.fromHexDigitsToLong(parent.group(1)) : 0,
            sampling,
            "");
    return context.isTrace() ? Optional.of(context) : Optional.empty();
  }

  public boolean isTrace() {
    return (high | low) != 0;
  }

  public boolean isSampled() {
    return sampling == Sampling.YES;
  }

  /// The same trace for what a span leads to.
  public TraceContext in(long newSpanId, boolean sampled) {
    return new TraceContext(high, low, newSpanId, sampled ? Sampling.YES : Sampling.NO, state);
  }

  /// 32 hexadecimal digits.
  public String traceId() {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }

  /// As `traceparent`.
  public String parent() {
    return "00-" + traceId() + '-' + HEX.toHexDigits(spanId) + (isSampled() ? "-01" : "-00");
  }

  /// As `X-Amzn-Trace-Id`.
  public String amzn() {
    String id = traceId();
    return "Root=1-"
        + id.substring(0, 8)
        + '-'
        + id.substring(8)
        + (spanId == 0 ? "" : ";Parent=" + HEX.toHexDigits(spanId))
        + (isSampled() ? ";Sampled=1" : ";Sampled=0");
  }
}
