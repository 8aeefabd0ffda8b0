package dev.perigee.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ArrivalTraceTest {

  @Test
  void ordersArrivalsByTimeAndKeepsTheOrderOfTheFileWithinAnInstant() {
    ArrivalTrace trace =
        read(
            """
            bytes,function,offset_s,duration_ms
            10,b,1.5,20
            ,a,0.25,
            12,a,1.500000000,0.5
            """);
    assertThat(trace.functions()).containsExactly("b", "a");
    assertThat(column(trace, trace::offsetNs))
        .containsExactly(250_000_000L, 1_500_000_000L, 1_500_000_000L);
    assertThat(column(trace, i -> trace.functionIndex(i))).containsExactly(1L, 0L, 1L);
    assertThat(column(trace, trace::durationNs))
        .containsExactly(ArrivalTrace.UNKNOWN, 20_000_000L, 500_000L);
    assertThat(column(trace, trace::bytes)).containsExactly(ArrivalTrace.UNKNOWN, 10L, 12L);
  }

  @Test
  void needsOnlyTimeAndFunction() {
    ArrivalTrace trace = read("offset_s,function\n0,a\n");
    assertThat(trace.size()).isEqualTo(1);
    assertThat(trace.durationNs(0)).isEqualTo(ArrivalTrace.UNKNOWN);
    assertThat(trace.bytes(0)).isEqualTo(ArrivalTrace.UNKNOWN);
  }

  @Test
  void readsTheAzureTraceOf2021() throws Exception {
    Path file =
        Path.of(ArrivalTraceTest.class.getResource("azure_functions_2021_first30.csv").toURI());
    ArrivalTrace trace = ArrivalTrace.read(file);
    assertThat(trace.size()).isEqualTo(29);
    assertThat(trace.offsetNs(0)).isZero();
    // The first row ends at 10 s after 9 s: it began at 1 s, and no other began earlier.
    assertThat(trace.durationNs(0)).isEqualTo(9_000_000_000L);
    assertThat(trace.offsetNs(1)).isEqualTo(1_000_000_000L);
    assertThat(trace.functions().getFirst()).startsWith("11111f87").hasSize(64);
    assertThat(trace.bytes(28)).isEqualTo(ArrivalTrace.UNKNOWN);
  }

  @Property
  void losesNoArrivalAndNeverGoesBackInTime(
      @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 0, max = 5_000) Long> offsetMs) {
    String lines =
        offsetMs.stream()
            .map(ms -> java.math.BigDecimal.valueOf(ms, 3).toPlainString() + ",f" + ms % 3 + "\n")
            .collect(Collectors.joining());
    ArrivalTrace trace = read("offset_s,function\n" + lines);
    long[] expected = offsetMs.stream().mapToLong(ms -> ms * 1_000_000L).sorted().toArray();
    assertThat(column(trace, trace::offsetNs)).containsExactly(expected);
  }

  @Test
  void namesAllProblemsWithTheirLines() {
    assertThat(
            refused(
                    """
                    offset_s,function,duration_ms
                    0,a,1
                    soon,a,1
                    1,,-2
                    2,a
                    3,a,1e999999999
                    """)
                .problems())
        .containsExactly(
            "line 3: offset_s must be a number >= 0, got 'soon'",
            "line 4: duration_ms must be a number >= 0, got '-2'",
            "line 4: the function has no name",
            "line 5: 2 values, but the header names 3 columns",
            "line 6: duration_ms must be a number >= 0, got '1e999999999'");
    assertThat(refused("offset_s,function\n")).hasMessageContaining("has no arrivals");
  }

  @Test
  void refusesOtherColumnsAndSaysWhichItReads() {
    String forms =
        "the columns must be offset_s,function[,duration_ms][,bytes] or"
            + " app,func,end_timestamp,duration";
    assertThat(refused("time,function\n0,a\n")).hasMessageContaining(forms + ", got time,function");
    assertThat(refused("offset_s,function,colour\n0,a,red\n")).hasMessageContaining(forms);
    assertThat(refused("app,func,duration\na,b,1\n")).hasMessageContaining(forms);
  }

  private static long[] column(ArrivalTrace trace, java.util.function.IntToLongFunction value) {
    return IntStream.range(0, trace.size()).mapToLong(value).toArray();
  }

  private static ArrivalTrace read(String text) {
    return ArrivalTrace.read("trace.csv", new StringReader(text));
  }

  private static FeedException refused(String text) {
    return catchThrowableOfType(FeedException.class, () -> read(text));
  }
}
