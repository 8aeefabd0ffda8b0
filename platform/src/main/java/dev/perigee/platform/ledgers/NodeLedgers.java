package dev.perigee.platform.ledgers;

import dev.perigee.ledger.LedgerBlock;
import dev.perigee.ledger.LedgerFilter;
import dev.perigee.ledger.LedgerFollower;
import dev.perigee.ledger.LedgerReader;
import dev.perigee.ledger.LedgerReading;
import dev.perigee.ledger.SegmentFormat;
import dev.perigee.ledger.digest.LedgerDigest;
import dev.perigee.ledger.rollup.Rollup;
import dev.perigee.ledger.rollup.RollupKey;
import dev.perigee.ledger.rollup.RollupRow;
import dev.perigee.ledger.text.LedgerCsv;
import dev.perigee.ledger.text.LedgerJson;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import dev.perigee.platform.control.Ledgers;
import dev.perigee.world.node.NodePort.LedgerPage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// Answers questions about the ledger. Whatever lists entries reads the segments of every node from
/// the first to the last block that was there when the question came; the digest reads only what
/// has been added since it was last asked.
public final class NodeLedgers implements Ledgers {
  private static final int PAGE_BYTES = 16 << 20;

  /// Where one writer's bytes come from.
  @FunctionalInterface
  public interface Source {
    LedgerPage read(long offsetBytes, int bytesMax);
  }

  private final Supplier<Map<String, Source>> sources;
  private final ToLongFunction<NodeWindow> ownWorkNanoGrams;
  private final LiveDigest digest;

  /// @param sources by the name of the writer, in the order that they are read in
  /// @param ownWorkNanoGrams carbon of the platform's own work in a window
  public NodeLedgers(
      Supplier<Map<String, Source>> sources, ToLongFunction<NodeWindow> ownWorkNanoGrams) {
    this.sources = sources;
    this.ownWorkNanoGrams = ownWorkNanoGrams;
    this.digest = new LiveDigest(sources);
  }

  @Override
  public <T> T ask(Function<LedgerDigest, T> question) {
    return digest.ask(question);
  }

  @Override
  public Tail tail(LedgerFollower.Listener listener) {
    return new LedgerTail(sources, listener);
  }

  @Override
  public void writeJson(Query query, Appendable out) throws IOException {
    LedgerJson json = LedgerJson.begin(out);
    LedgerReading reading = read(query, json, _ -> {});
    json.end(reading.nodes());
  }

  @Override
  public void writeCsv(Query query, Appendable out) throws IOException {
    LedgerCsv csv = LedgerCsv.begin(out);
    var _ = read(query, csv, _ -> {});
  }

  @Override
  public void writeRollupJson(String by, Query query, Appendable out) throws IOException {
    out.append(LedgerJson.rows(rollup(by, query)));
  }

  @Override
  public void writeRollupCsv(String by, Query query, Appendable out) throws IOException {
    out.append(LedgerCsv.rows(rollup(by, query)));
  }

  /// The platform's own work belongs to no function.
  private List<RollupRow> rollup(String by, Query query) {
    Rollup rollup = new Rollup(RollupKey.parse(by));
    Consumer<NodeWindow> windows =
        query.function().isPresent()
            ? _ -> {}
            : window -> rollup.addOwnWork(window, ownWorkNanoGrams.applyAsLong(window));
    var _ = read(query, rollup, windows);
    return rollup.rows();
  }

  @Override
  public void read(Query query, Consumer<LedgerEntry> sink) {
    var _ = read(query, sink, _ -> {});
  }

  private LedgerReading read(
      Query query, Consumer<LedgerEntry> sink, Consumer<NodeWindow> windows) {
    String function =
        query
            .function()
            .map(name -> name.indexOf('/') >= 0 ? name : query.tenant() + "/" + name)
            .orElse("");
    LedgerFilter filter = new LedgerFilter(function, query.sinceUtcNs().orElse(Long.MIN_VALUE));
    LedgerReader reader =
        new LedgerReader(
            filter,
            entry -> {
              if (entry.tenant().equals(query.tenant())) {
                sink.accept(entry);
              }
            },
            windows);
    for (Source source : sources.get().values()) {
      var _ = scan(source, 0, reader::accept);
    }
    return reader.finish();
  }

  /// Reads whole blocks from an offset on and returns where to go on.
  static long scan(Source source, long fromBytes, Consumer<LedgerBlock> blocks) {
    long offsetBytes = fromBytes;
    int bytesMax = PAGE_BYTES;
    while (true) {
      LedgerPage page = source.read(offsetBytes, bytesMax);
      if (page.bytes().length == 0) {
        return offsetBytes;
      }
      long validBytes = SegmentFormat.scan(ByteBuffer.wrap(page.bytes()), blocks).validBytes();
      if (validBytes == 0 && page.bytes().length < bytesMax) {
        return offsetBytes;
      }
      bytesMax = validBytes == 0 ? bytesMax * 2 : PAGE_BYTES;
      offsetBytes = page.offsetBytes() + validBytes;
    }
  }
}
