package dev.perigee.platform.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.platform.access.Vault;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A journal in which deployments are sealed, since they hold the values of environment variables,
/// and triggers, since they hold logins. Those that an earlier release wrote in the clear are read
/// as they are.
///
/// @param journal what lies on the disk
public record SealedJournal(Journal journal, Vault vault) implements Journal {
  /// Kind of the records that say what a trigger is set to.
  public static final String TRIGGER_PUT = "trigger-put";

  @Override
  public CompletableFuture<Long> append(JournalRecord draft) {
    return journal.append(isSecret(draft) ? with(draft, sealed(draft)) : draft);
  }

  private static boolean isSecret(JournalRecord record) {
    return record.kind().equals(EntryCodec.DEPLOYED) || record.kind().equals(TRIGGER_PUT);
  }

  private byte[] sealed(JournalRecord draft) {
    return vault.seal(new String(draft.payload(), UTF_8), purpose(draft)).getBytes(UTF_8);
  }

  /// A record can't be given to another tenant.
  private static String purpose(JournalRecord record) {
    return record.kind() + " of " + record.tenant();
  }

  private static JournalRecord with(JournalRecord record, byte[] payload) {
    return new JournalRecord(
        record.offset(), record.version(), record.kind(), record.tenant(), record.utcNs(), payload);
  }

  @Override
  public CompletableFuture<Long> replace(List<Long> offsets, JournalRecord draft) {
    return journal.replace(offsets, isSecret(draft) ? with(draft, sealed(draft)) : draft);
  }

  @Override
  public long read(long fromOffset, long maxOffsets, Consumer<JournalRecord> consumer) {
    return journal.read(fromOffset, maxOffsets, record -> consumer.accept(opened(record)));
  }

  @Override
  public void read(Set<String> kinds, Consumer<JournalRecord> consumer) {
    journal.read(kinds, record -> consumer.accept(opened(record)));
  }

  private JournalRecord opened(JournalRecord record) {
    if (!isSecret(record)) {
      return record;
    }
    String text = new String(record.payload(), UTF_8);
    return Vault.isSealed(text)
        ? with(record, vault.open(text, purpose(record)).getBytes(UTF_8))
        : record;
  }

  @Override
  public long nextOffset() {
    return journal.nextOffset();
  }

  @Override
  public void close() {
    journal.close();
  }
}
