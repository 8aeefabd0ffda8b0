package dev.perigee.ledger;

import dev.perigee.model.ledger.LedgerEntry;

/// Which entries a reader wants.
///
/// @param function empty for all, `name` for every tenant's function of that name, or `tenant/name`
/// @param sinceUtcNs only entries that started then or later; `Long.MIN_VALUE` for all
public record LedgerFilter(String function, long sinceUtcNs) {
  public static final LedgerFilter ALL = new LedgerFilter("", Long.MIN_VALUE);

  boolean wants(LedgerEntry entry) {
    return isRecent(entry) && isOfFunction(entry);
  }

  boolean isRecent(LedgerEntry entry) {
    return entry.startedUtcNs() >= sinceUtcNs;
  }

  private boolean isOfFunction(LedgerEntry entry) {
    if (function.isEmpty() || function.equals(entry.function())) {
      return true;
    }
    int slash = function.indexOf('/');
    return slash > 0
        && function.substring(0, slash).equals(entry.tenant())
        && function.substring(slash + 1).equals(entry.function());
  }
}
