package dev.perigee.feeds;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;

/// Invocations as they arrived at a real system, in the order of time.
///
/// Two forms are read, told apart by their header:
///
/// - our own: `offset_s,function` and, if known, `duration_ms` and `bytes`, in any order of
///   columns;
/// - the Azure Functions trace of 2021: `app,func,end_timestamp,duration`, in seconds. An arrival
///   is the end less the duration, time begins with the first of them, and the function is `func`.
public final class ArrivalTrace {
  /// Stands for a duration or a size that the trace doesn't tell.
  public static final long UNKNOWN = -1;

  private final List<String> functions;
  private final int[] functionIndex;
  private final long[] offsetNs;
  private final long[] durationNs;
  private final long[] bytes;

  ArrivalTrace(
      List<String> functions,
      int[] functionIndex,
      long[] offsetNs,
      long[] durationNs,
      long[] bytes) {
    this.functions = List.copyOf(functions);
    this.functionIndex = functionIndex;
    this.offsetNs = offsetNs;
    this.durationNs = durationNs;
    this.bytes = bytes;
  }

  public static ArrivalTrace read(Path file) {
    try (BufferedReader in = CsvLines.open(file)) {
      return read(file.toString(), in);
    } catch (IOException e) {
      throw new FeedException(file.toString(), "can't be closed: " + e, e);
    }
  }

  /// Reads the same from text; `source` is what messages call it.
  public static ArrivalTrace read(String source, Reader in) {
    return new TraceReader(source, in).read();
  }

  /// Names of the functions in the order of their first line.
  public List<String> functions() {
    return functions;
  }

  public int size() {
    return offsetNs.length;
  }

  /// Position in {@link #functions()}.
  public int functionIndex(int arrival) {
    return functionIndex[arrival];
  }

  /// Time since the trace began; never less than that of the arrival before.
  public long offsetNs(int arrival) {
    return offsetNs[arrival];
  }

  /// How long the handler ran, or {@link #UNKNOWN}.
  public long durationNs(int arrival) {
    return durationNs[arrival];
  }

  /// Size of the event, or {@link #UNKNOWN}.
  public long bytes(int arrival) {
    return bytes[arrival];
  }
}
