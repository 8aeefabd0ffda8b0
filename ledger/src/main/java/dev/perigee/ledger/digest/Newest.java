package dev.perigee.ledger.digest;

import dev.perigee.model.ledger.LedgerEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// The entries that started last, as they are known now.
final class Newest {
  private record Key(long startedUtcNs, UUID invocationId) {
    static final Comparator<Key> ORDER =
        Comparator.comparingLong(Key::startedUtcNs).thenComparing(Key::invocationId);

    static Key of(LedgerEntry entry) {
      return new Key(entry.startedUtcNs(), entry.invocationId());
    }
  }

  private final int countMax;
  private final TreeMap<Key, LedgerEntry> entries = new TreeMap<>(Key.ORDER);

  Newest(int countMax) {
    this.countMax = countMax;
  }

  void add(LedgerEntry entry) {
    if (entries.size() < countMax || entry.startedUtcNs() > entries.firstKey().startedUtcNs()) {
      entries.put(Key.of(entry), entry);
    }
    if (entries.size() > countMax) {
      entries.pollFirstEntry();
    }
  }

  void settle(LedgerEntry settled) {
    entries.replace(Key.of(settled), settled);
  }

  List<LedgerEntry> newestFirst(int limit) {
    return entries.descendingMap().values().stream().limit(limit).toList();
  }

  Optional<LedgerEntry> find(UUID invocationId) {
    return entries.values().stream()
        .filter(entry -> entry.invocationId().equals(invocationId))
        .findFirst();
  }
}
