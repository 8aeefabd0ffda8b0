package dev.perigee.ledger;

import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Merges blocks into one view: entries with their settlements applied, and the windows up to the
/// same point. Blocks of one writer come in the order they were written, those of several writers
/// in any mixture. Entries leave for the sink as soon as they are settled (by sequence within a
/// window), those still open when `finish` is called; so memory holds only what is open, however
/// long the ledger.
///
/// A settlement counts from the block of windows that follows it. So in every prefix of a ledger
/// that ends between two blocks a node's attributed energy is the sum over the settled entries, to
/// the micro-joule.
///
/// With `sinceUtcNs`, or when old segments are gone, settlements of entries outside the view are
/// taken out of the node's energy and out of its attributed energy alike: the two equations of
/// `NodeTotal` hold in every view.
public final class LedgerReader {
  private final LedgerFilter filter;
  private final Consumer<LedgerEntry> sink;
  private final Consumer<NodeWindow> windows;
  private final TreeMap<String, WriterView> writers = new TreeMap<>();
  private final TreeMap<String, NodeSum> nodes = new TreeMap<>();

  public LedgerReader(LedgerFilter filter, Consumer<LedgerEntry> sink) {
    this(filter, sink, _ -> {});
  }

  /// @param windows gets each window that counts
  public LedgerReader(
      LedgerFilter filter, Consumer<LedgerEntry> sink, Consumer<NodeWindow> windows) {
    this.filter = filter;
    this.sink = sink;
    this.windows = windows;
  }

  public void accept(LedgerBlock block) {
    WriterView view = writers.computeIfAbsent(block.writer(), writer -> new WriterView());
    switch (block) {
      case LedgerBlock.Entries entries -> view.add(entries).forEach(this::emit);
      case LedgerBlock.Settlements settlements -> settlements.rows().forEach(view::propose);
      case LedgerBlock.Windows windows -> {
        windows.rows().forEach(this::count);
        view.commit().forEach(this::apply);
      }
    }
  }

  /// Hands over the entries that are still provisional and gives the totals.
  public LedgerReading finish() {
    long missing = 0;
    long repeated = 0;
    for (WriterView view : writers.values()) {
      view.open().forEach((sequence, entry) -> emit(entry));
      missing += view.missing();
      repeated += view.repeated();
    }
    List<NodeTotal> totals = new ArrayList<>();
    nodes.forEach((node, sum) -> sum.total(node).ifPresent(totals::add));
    return new LedgerReading(totals, missing, repeated);
  }

  /// What a writer that starts again must know: its next sequence number and the entries no window
  /// has settled.
  public LedgerRecovery recovery(String writer) {
    WriterView view = writers.getOrDefault(writer, new WriterView());
    return new LedgerRecovery(writer, view.nextSequence(), view.open());
  }

  private void emit(LedgerEntry entry) {
    if (filter.wants(entry)) {
      sink.accept(entry);
    }
  }

  private void count(NodeWindow window) {
    if (window.toUtcNs() > filter.sinceUtcNs()) {
      node(window.node()).add(window);
      windows.accept(window);
    }
  }

  private void apply(WriterView.Settled settled) {
    boolean inView = settled.entry().isPresent() && filter.isRecent(settled.entry().get());
    if (!inView && settled.settlement().windowToUtcNs() > filter.sinceUtcNs()) {
      node(settled.settlement().node()).forget(settled.settlement().energy().totalMicroJ());
    }
    settled.entry().ifPresent(this::emit);
  }

  private NodeSum node(String name) {
    return nodes.computeIfAbsent(name, key -> new NodeSum());
  }
}
