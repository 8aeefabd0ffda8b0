package dev.perigee.platform.ledgers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.ledger.LedgerBlock;
import dev.perigee.ledger.LedgerBuffer;
import dev.perigee.ledger.SegmentFormat;
import dev.perigee.ledger.Settlement;
import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.NodeWindow;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.model.ledger.Quality;
import dev.perigee.platform.control.Ledgers.Query;
import dev.perigee.platform.ledgers.NodeLedgers.Source;
import dev.perigee.world.node.NodePort.LedgerPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NodeLedgersTest {
  private static final Query ALL = new Query("default", Optional.empty(), OptionalLong.empty());
  private static final int ROWS = 50;
  private static final long START_UTC_NS = 1_767_225_600_000_000_000L;

  @Test
  void readsEveryEntryHoweverTheBytesAreCutIntoPages() throws IOException {
    byte[] bytes = blocks(20);
    for (int pageBytes : new int[] {bytes.length, bytes.length / 2, bytes.length / 15}) {
      assertThat(csvLineCount(pages(bytes, 0, pageBytes)))
          .as("pages of %d bytes", pageBytes)
          .isEqualTo(1 + 20 * ROWS);
    }
  }

  @Test
  void readsWhatIsLeftWhenTheOldestIsGone() throws IOException {
    byte[] bytes = blocks(2);
    int first = blocks(1).length;
    byte[] rest = Arrays.copyOfRange(bytes, first, bytes.length);
    assertThat(csvLineCount(pages(rest, first, rest.length))).isEqualTo(1 + ROWS);
  }

  @Test
  void stopsAtATornBlock() throws IOException {
    byte[] bytes = blocks(2);
    byte[] torn = Arrays.copyOf(bytes, bytes.length - 3);
    assertThat(csvLineCount(pages(torn, 0, torn.length))).isEqualTo(1 + ROWS);
  }

  @Test
  void readsOnlyWhatIsNewForTheNextQuestion() {
    byte[][] written = {blocks(3)};
    List<Long> readFrom = new ArrayList<>();
    Source source =
        (offsetBytes, bytesMax) -> {
          readFrom.add(offsetBytes);
          return pages(written[0], 0, bytesMax).read(offsetBytes, bytesMax);
        };
    NodeLedgers ledgers = ledgers(source);

    assertThat(invocations(ledgers)).isEqualTo(3 * ROWS);
    int firstLength = written[0].length;
    written[0] = Arrays.copyOf(blocks(4), blocks(4).length - 1);
    assertThat(invocations(ledgers)).as("the fourth block is torn").isEqualTo(3 * ROWS);
    written[0] = blocks(4);
    assertThat(invocations(ledgers)).isEqualTo(4 * ROWS);
    assertThat(readFrom.getFirst()).isZero();
    assertThat(readFrom.stream().skip(1)).allMatch(from -> from >= firstLength);
  }

  private static int invocations(NodeLedgers ledgers) {
    return ledgers.ask(digest -> digest.of("default").newest(ROWS * 10).size());
  }

  @Test
  void anotherTenantSeesNothing() throws IOException {
    StringBuilder out = new StringBuilder();
    byte[] bytes = blocks(1);
    ledgers(pages(bytes, 0, bytes.length))
        .writeCsv(new Query("other", Optional.empty(), OptionalLong.empty()), out);
    assertThat(out.toString().lines()).hasSize(1);
  }

  private static long csvLineCount(Source source) throws IOException {
    StringBuilder out = new StringBuilder();
    ledgers(source).writeCsv(ALL, out);
    return out.toString().lines().count();
  }

  private static NodeLedgers ledgers(Source source) {
    return new NodeLedgers(() -> Map.of("n1", source), window -> 3 * window.platformMicroJ());
  }

  @Test
  void anHourEndsWithItsLastNanosecond() throws IOException {
    long hourNs = 3_600_000_000_000L;
    List<LedgerEntry> rows =
        List.of(
            entry(0, START_UTC_NS),
            entry(1, START_UTC_NS + hourNs - 1),
            entry(2, START_UTC_NS + hourNs));
    byte[] bytes = SegmentFormat.encode(new LedgerBlock.Entries("n1", 0, rows));
    StringBuilder out = new StringBuilder();
    ledgers(pages(bytes, 0, bytes.length)).writeRollupCsv("hour", ALL, out);
    assertThat(out.toString().lines().map(line -> line.split(",")[0] + " " + line.split(",")[1]))
        .containsExactly(
            "key invocations", "2026-01-01T00:00:00.000Z 2", "2026-01-01T01:00:00.000Z 1");
  }

  @Test
  void byTenantThePlatformsOwnWorkIsALineOfItsOwn() throws IOException {
    byte[] bytes = settledWithOwnWork();
    NodeLedgers ledgers = ledgers(pages(bytes, 0, bytes.length));
    assertThat(rollup(ledgers, "tenant", ALL))
        .containsExactly(
            "key,invocations,errors,coldStarts,cpuS,memoryGbS,energyJ,carbonGrams,costUsd",
            "default,1,0,0,0,0,0.00007,0.00000001,0",
            "perigee,0,0,0,0,0,0.000005,0.000000015,0");
    assertThat(rollup(ledgers, "node", ALL)).hasSize(2);
    assertThat(rollup(ledgers, "tenant", new Query("default", Optional.of("f"), ALL.sinceUtcNs())))
        .hasSize(2);
    StringBuilder json = new StringBuilder();
    ledgers.writeJson(ALL, json);
    assertThat(json.toString())
        .contains("\"energyJ\":0.0001,\"attributedJ\":0.00007,\"unattributedJ\":0.00003");
  }

  private static List<String> rollup(NodeLedgers ledgers, String by, Query query)
      throws IOException {
    StringBuilder out = new StringBuilder();
    ledgers.writeRollupCsv(by, query, out);
    return out.toString().lines().toList();
  }

  /// An entry of 70 micro-joules in a window of 100, of which 5 are the platform's own.
  private static byte[] settledWithOwnWork() {
    LedgerBuffer buffer = new LedgerBuffer("n1", 0, 10);
    long sequence = buffer.append(entry(0, START_UTC_NS));
    long endUtcNs = START_UTC_NS + 1_000;
    buffer.close(
        new NodeWindow("n1", START_UTC_NS, endUtcNs, 100, 70, 30, 5),
        List.of(new Settlement(sequence, "n1", endUtcNs, new Energy(70, 0, 0, 0, 0, 0), 10)));
    return buffer.drain();
  }

  /// Serves bytes that begin at an offset, at most so many at once whatever is asked.
  private static Source pages(byte[] bytes, long startBytes, int pageBytes) {
    return (offsetBytes, bytesMax) -> {
      long fromBytes = Math.max(offsetBytes, startBytes);
      int from = (int) Math.min(bytes.length, fromBytes - startBytes);
      int to = Math.min(bytes.length, from + Math.min(pageBytes, bytesMax));
      return new LedgerPage(fromBytes, Arrays.copyOfRange(bytes, from, to));
    };
  }

  private static byte[] blocks(int blockCount) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int block = 0; block < blockCount; block++) {
      List<LedgerEntry> rows = new ArrayList<>();
      for (int i = 0; i < ROWS; i++) {
        rows.add(entry(block * ROWS + i));
      }
      out.writeBytes(
          SegmentFormat.encode(new LedgerBlock.Entries("n1", (long) block * ROWS, rows)));
    }
    return out.toByteArray();
  }

  private static LedgerEntry entry(int number) {
    return entry(number, START_UTC_NS + number);
  }

  private static LedgerEntry entry(int number, long startedUtcNs) {
    return new LedgerEntry(
        new UUID(7, number),
        "default",
        "f",
        1,
        "n1",
        startedUtcNs,
        Outcome.OK,
        false,
        Phases.NONE,
        128,
        0,
        0,
        0,
        Energy.NONE,
        Carbon.NONE,
        Money.NONE,
        Quality.MODELLED,
        false,
        200,
        1.2,
        1,
        1);
  }
}
