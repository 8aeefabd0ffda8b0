package dev.perigee.ledger.digest;

import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;

/// What a node's windows come to, and per tenant what the entries that it ran cost.
final class NodeDigest {
  private static final int KINDS = 2;
  private static final int WINDOW_COUNT = 10;

  private final Amounts amounts = new Amounts(KINDS);
  private final long[] windowMicroJ = new long[WINDOW_COUNT];
  private final long[] windowNs = new long[WINDOW_COUNT];
  private int windows;
  private long toUtcNs = Long.MIN_VALUE;

  void add(NodeWindow window) {
    amounts.add(window.toUtcNs() - 1, window.attributedMicroJ(), window.unattributedMicroJ());
    // A window that lies before the last one holds late entries only: it says nothing about power.
    if (window.fromUtcNs() >= toUtcNs && window.toUtcNs() > window.fromUtcNs()) {
      int at = windows++ % WINDOW_COUNT;
      windowMicroJ[at] = window.energyMicroJ();
      windowNs[at] = window.toUtcNs() - window.fromUtcNs();
      toUtcNs = window.toUtcNs();
    }
  }

  /// Mean power over the last ten windows; 0 if there is none.
  double powerW() {
    long microJ = 0;
    long ns = 0;
    for (int i = 0; i < WINDOW_COUNT; i++) {
      microJ += windowMicroJ[i];
      ns += windowNs[i];
    }
    return ns == 0 ? 0 : microJ * 1e3 / ns;
  }

  long[] attributedMicroJ(Span span, long lastBucket) {
    return amounts.read(span, 0, lastBucket);
  }

  long[] unattributedMicroJ(Span span, long lastBucket) {
    return amounts.read(span, 1, lastBucket);
  }

  /// Carbon and money of one tenant's entries on a node.
  static final class Share {
    private final Amounts amounts = new Amounts(KINDS);

    void add(LedgerEntry entry) {
      amounts.add(
          entry.startedUtcNs(), entry.carbon().totalNanoGramsCo2e(), entry.money().totalPicoUsd());
    }

    void settle(LedgerEntry provisional, LedgerEntry settled) {
      long delta =
          settled.carbon().totalNanoGramsCo2e() - provisional.carbon().totalNanoGramsCo2e();
      amounts.add(settled.startedUtcNs(), delta, 0);
    }

    long[] carbonNanoGramsCo2e(Span span, long lastBucket) {
      return amounts.read(span, 0, lastBucket);
    }

    long[] costPicoUsd(Span span, long lastBucket) {
      return amounts.read(span, 1, lastBucket);
    }
  }
}
