package dev.perigee.ledger.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.ledger.NodeTotal;
import dev.perigee.ledger.RandomEntries;
import dev.perigee.ledger.UtcText;
import dev.perigee.ledger.rollup.RollupRow;
import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.model.ledger.Quality;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LedgerTextTest {
  private static final LedgerEntry ENTRY =
      new LedgerEntry(
          UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
          "default",
          "hello",
          3,
          "edge-1",
          UtcText.parse("2026-11-21T08:52:05.123Z"),
          Outcome.OK,
          true,
          new Phases(1_000, 20_000, 0, 3_000_000, 4_500_000, 1_000_000),
          128,
          800_000,
          17,
          42,
          new Energy(3_069, 50, 0, 0, 55, 7),
          new Carbon(414_000, 42, 9_000),
          new Money(200_000, 2_083, 0, 0, 0),
          Quality.MODELLED,
          false,
          412.5,
          1.135,
          42,
          (1L << 48) + 7);

  @Test
  void writesEntryFieldByField() {
    assertThat(LedgerJson.entry(ENTRY))
        .isEqualTo(
            """
            {"invocationId":"00112233-4455-6677-8899-aabbccddeeff","function":"hello","version":"3",\
            "tenant":"default","node":"edge-1","startedUtc":"2026-11-21T08:52:05.123Z","outcome":"ok",\
            "coldStart":true,"durationMs":1,"queueMs":0.001,"placeMs":0.02,"fetchMs":0,"sandboxMs":3,\
            "initMs":4.5,"handlerMs":1,"memoryMb":128,"cpuS":0.0008,"memoryGbS":0.000125,"bytesIn":17,\
            "bytesOut":42,"cpuJ":0.003069,"memoryJ":0.00005,"gpuJ":0,"networkJ":0,"idleJ":0.000055,\
            "platformJ":0.000007,"energyJ":0.003181,"quality":"modelled","state":"provisional",\
            "intensityGramsPerKwh":412.5,"pue":1.135,"operationGrams":0.000414,\
            "transmissionGrams":0.000000042,"embodiedGrams":0.000009,"carbonGrams":0.000423042,\
            "invocationUsd":0.0000002,"computeUsd":0.000000002083,"transferUsd":0,"stateUsd":0,\
            "servicesUsd":0,"costUsd":0.000000202083,"planId":"p-0-42","decisionId":"d-1-7"}\
            """);
  }

  @Test
  void streamsEntriesThenNodes() {
    StringBuilder out = new StringBuilder();
    LedgerJson json = LedgerJson.begin(out);
    json.accept(ENTRY);
    json.accept(ENTRY);
    json.end(List.of(new NodeTotal("edge-1", 0, 1_000_000_000L, 30, 20, 10, 5)));
    String entry = LedgerJson.entry(ENTRY);
    assertThat(out.toString())
        .isEqualTo(
            "{\"entries\":[\n"
                + entry
                + ",\n"
                + entry
                + "\n"
                + "],\"nodes\":[\n"
                + "{\"node\":\"edge-1\",\"fromUtc\":\"1970-01-01T00:00:00.000Z\",\"toUtc\":\"1970-01-01T00:00:01.000Z\",\"energyJ\":0.00003,\"attributedJ\":0.00002,\"unattributedJ\":0.00001}\n"
                + "]}\n");
  }

  @Test
  void writesEmptyLedger() {
    StringBuilder out = new StringBuilder();
    LedgerJson.begin(out).end(List.of());
    assertThat(out.toString().replace("\n", "")).isEqualTo("{\"entries\":[],\"nodes\":[]}");
  }

  @Test
  void writesRefusedEntryWithoutNodeAndTimes() {
    LedgerEntry refused =
        new LedgerEntry(
            ENTRY.invocationId(),
            "default",
            "hello",
            3,
            "",
            ENTRY.startedUtcNs(),
            Outcome.THROTTLED,
            false,
            Phases.NONE,
            128,
            0,
            17,
            0,
            Energy.NONE,
            Carbon.NONE,
            Money.NONE,
            Quality.MODELLED,
            true,
            0,
            1,
            0,
            0);
    assertThat(LedgerJson.entry(refused))
        .contains(
            "\"node\":\"\"", "\"outcome\":\"throttled\"", "\"durationMs\":0,", "\"costUsd\":0,")
        .contains("\"state\":\"settled\"")
        .endsWith("\"planId\":\"\",\"decisionId\":\"\"}");
  }

  @Test
  void csvHasFieldsOfJson() {
    StringBuilder out = new StringBuilder();
    LedgerCsv.begin(out).accept(ENTRY);
    String[] lines = out.toString().split("\n", -1);
    String names =
        LedgerJson.entry(ENTRY).replaceAll("\":(\"[^\"]*\"|[^,}]*)", "").replaceAll("[{}\"]", "");
    assertThat(lines[0]).isEqualTo(names);
    assertThat(lines[1])
        .startsWith("00112233-4455-6677-8899-aabbccddeeff,hello,3,default,edge-1,2026-11-21T08:");
    assertThat(lines[1]).endsWith(",0.000000202083,p-0-42,d-1-7");
    assertThat(lines[1].split(",", -1)).hasSameSizeAs(lines[0].split(",", -1));
  }

  @Test
  void escapesTextInBothForms() {
    List<NodeTotal> odd = List.of(new NodeTotal("a\"b,\\\n\u0001é", 0, 0, 0, 0, 0, 0));
    StringBuilder json = new StringBuilder();
    LedgerJson.begin(json).end(odd);
    assertThat(json.toString()).contains("{\"node\":\"a\\\"b,\\\\\\u000a\\u0001é\",");
    assertThat(LedgerCsv.nodes(odd)).contains("\n\"a\"\"b,\\\n\u0001é\",1970");
  }

  @Test
  void writesRollup() {
    List<RollupRow> rows = List.of(new RollupRow("hello", 2, 1, 0, 5, 2_048, 512, 7, 8, 9));
    String expected =
        """
        {"rows":[
        {"key":"hello","invocations":2,"errors":1,"coldStarts":0,"cpuS":0.000000005,\
        "memoryGbS":2.0000000005,"energyJ":0.000007,"carbonGrams":0.000000008,\
        "costUsd":0.000000000009}
        ]}
        """;
    assertThat(LedgerJson.rows(rows)).isEqualTo(expected);
    assertThat(LedgerCsv.rows(rows))
        .startsWith("key,invocations,errors,coldStarts,cpuS,memoryGbS,energyJ");
  }

  @Property
  void decimalsAreExact(@ForAll long value, @ForAll @IntRange(max = 18) int decimals) {
    String expected = BigDecimal.valueOf(value, decimals).stripTrailingZeros().toPlainString();
    String text = Decimals.of(value, decimals);
    assertThat(text).isEqualTo(expected);
  }

  @Property
  void doublesReadBackAndHaveNoExponent(@ForAll double value) {
    StringBuilder out = new StringBuilder();
    Decimals.append(out, value);
    assertThat(Double.parseDouble(out.toString())).isEqualTo(value == 0 ? 0.0 : value);
    assertThat(out.toString()).doesNotContain("E");
  }

  @Property
  void gibSecondsAreExact(@ForAll @LongRange(max = 9_000_000_000_000_000_000L) long mbNs) {
    BigDecimal exact =
        BigDecimal.valueOf(mbNs, 9).divide(BigDecimal.valueOf(1_024), 30, RoundingMode.UNNECESSARY);
    StringBuilder out = new StringBuilder();
    Decimals.appendGbS(out, mbNs);
    assertThat(out.toString()).isEqualTo(exact.stripTrailingZeros().toPlainString());
  }

  @Property
  void timesAreThoseOfTheCalendar(
      @ForAll @LongRange(min = -9_000_000_000_000_000_000L) long utcNs) {
    Instant instant = Instant.EPOCH.plusNanos(utcNs).truncatedTo(ChronoUnit.MILLIS);
    assertThat(Instant.parse(UtcText.of(utcNs))).isEqualTo(instant);
    assertThat(UtcText.of(utcNs)).hasSize(24);
    assertThat(UtcText.parse(UtcText.of(utcNs))).isBetween(utcNs - 999_999, utcNs);
  }

  @Property(tries = 50)
  void randomEntriesAddUpInText(@ForAll long seed) {
    String json = LedgerJson.entry(RandomEntries.list(seed, 1).getFirst());
    assertThat(number(json, "energyJ"))
        .isEqualByComparingTo(
            number(json, "cpuJ")
                .add(number(json, "memoryJ"))
                .add(number(json, "gpuJ"))
                .add(number(json, "networkJ"))
                .add(number(json, "idleJ"))
                .add(number(json, "platformJ")));
    assertThat(number(json, "durationMs")).isEqualByComparingTo(number(json, "handlerMs"));
  }

  private static BigDecimal number(String json, String field) {
    int from = json.indexOf("\"" + field + "\":") + field.length() + 3;
    int to = from;
    while (",}".indexOf(json.charAt(to)) < 0) {
      to++;
    }
    return new BigDecimal(json.substring(from, to));
  }
}
