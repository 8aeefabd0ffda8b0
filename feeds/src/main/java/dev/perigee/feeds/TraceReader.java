package dev.perigee.feeds;

import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Turns the lines of a trace into columns ordered by time; arrivals of one instant keep the order
/// of the file.
final class TraceReader {
  private static final int NS_DIGITS_OF_S = 9;
  private static final int NS_DIGITS_OF_MS = 6;
  private static final Set<String> OWN = Set.of("offset_s", "function", "duration_ms", "bytes");
  private static final Set<String> AZURE_2021 = Set.of("app", "func", "end_timestamp", "duration");
  private static final String FORMS =
      "the columns must be offset_s,function[,duration_ms][,bytes] or"
          + " app,func,end_timestamp,duration";

  private final Problems problems;
  private final CsvLines lines;
  private final Map<String, Integer> indices = new HashMap<>();
  private final List<String> functions = new ArrayList<>();
  private int[] functionIndex = new int[1_024];
  private long[] offsetNs = new long[1_024];
  private long[] durationNs = new long[1_024];
  private long[] bytes = new long[1_024];
  private int size;

  TraceReader(String source, Reader in) {
    this.problems = new Problems(source);
    this.lines = new CsvLines(source, in, problems);
  }

  ArrivalTrace read() {
    if (Set.copyOf(lines.header()).equals(AZURE_2021)) {
      readAzure();
    } else {
      readOwn();
    }
    if (size == 0 && problems.none()) {
      problems.add("has no arrivals below its header");
    }
    problems.throwIfAny();
    return ordered();
  }

  private void readOwn() {
    boolean complete = lines.column("offset_s") >= 0 && lines.column("function") >= 0;
    if (!complete || !OWN.containsAll(lines.header())) {
      problems.add("line 1: " + FORMS + ", got " + String.join(",", lines.header()));
      problems.throwIfAny();
    }
    while (lines.next()) {
      long offset = number("offset_s", NS_DIGITS_OF_S, false);
      long duration = number("duration_ms", NS_DIGITS_OF_MS, true);
      append(lines.cell(lines.column("function")), offset, duration, number("bytes", 0, true));
    }
  }

  private void readAzure() {
    while (lines.next()) {
      long end = number("end_timestamp", NS_DIGITS_OF_S, false);
      long duration = number("duration", NS_DIGITS_OF_S, false);
      append(lines.cell(lines.column("func")), end - duration, duration, ArrivalTrace.UNKNOWN);
    }
    long first = Arrays.stream(offsetNs, 0, size).min().orElse(0);
    for (int i = 0; i < size; i++) {
      offsetNs[i] -= first;
    }
  }

  /// The column's value times 10^digits. A column or a value that may be absent gives UNKNOWN.
  private long number(String name, int digits, boolean optional) {
    int column = lines.column(name);
    if (optional && (column < 0 || lines.cell(column).isEmpty())) {
      return ArrivalTrace.UNKNOWN;
    }
    String text = lines.cell(column);
    try {
      long value = Decimal.scaled(text, digits);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below, like a negative number.
    }
    problems.add(lines.line(), name + " must be a number >= 0, got '" + text + "'");
    return 0;
  }

  private void append(String function, long offset, long duration, long payload) {
    if (function.isEmpty()) {
      problems.add(lines.line(), "the function has no name");
    }
    if (size == offsetNs.length) {
      grow(2 * size);
    }
    functionIndex[size] = indices.computeIfAbsent(function, this::added);
    offsetNs[size] = offset;
    durationNs[size] = duration;
    bytes[size] = payload;
    size++;
  }

  private int added(String function) {
    functions.add(function);
    return functions.size() - 1;
  }

  private void grow(int capacity) {
    functionIndex = Arrays.copyOf(functionIndex, capacity);
    offsetNs = Arrays.copyOf(offsetNs, capacity);
    durationNs = Arrays.copyOf(durationNs, capacity);
    bytes = Arrays.copyOf(bytes, capacity);
  }

  private ArrivalTrace ordered() {
    int[] order = order();
    return new ArrivalTrace(
        functions,
        Arrays.stream(order).map(i -> functionIndex[i]).toArray(),
        picked(offsetNs, order),
        picked(durationNs, order),
        picked(bytes, order));
  }

  private int[] order() {
    boolean inOrder = IntStream.range(1, size).allMatch(i -> offsetNs[i - 1] <= offsetNs[i]);
    IntStream asRead = IntStream.range(0, size);
    if (inOrder) {
      return asRead.toArray();
    }
    return asRead
        .boxed()
        .sorted((a, b) -> Long.compare(offsetNs[a], offsetNs[b]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static long[] picked(long[] column, int[] order) {
    return Arrays.stream(order).mapToLong(i -> column[i]).toArray();
  }
}
