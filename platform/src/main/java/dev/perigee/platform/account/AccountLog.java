package dev.perigee.platform.account;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.platform.account.AccountNote.KeyMade;
import dev.perigee.platform.account.AccountNote.KeyRevoked;
import dev.perigee.platform.account.AccountNote.TenantDeleted;
import dev.perigee.platform.account.AccountNote.TenantSet;
import dev.perigee.platform.record.NoteJournal;
import dev.perigee.world.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// Accounts in the journal.
final class AccountLog {
  private static final Map<String, Class<? extends AccountNote>> KINDS =
      Map.of(
          "tenant-set", TenantSet.class,
          "tenant-deleted", TenantDeleted.class,
          "key-made", KeyMade.class,
          "key-revoked", KeyRevoked.class);

  private final NoteJournal journal;

  AccountLog(Journal journal, Clock clock) {
    this.journal = new NoteJournal(journal, clock);
  }

  void read(Consumer<AccountNote> reader) {
    journal.read(
        KINDS.keySet(),
        record -> {
          Class<? extends AccountNote> type = Objects.requireNonNull(KINDS.get(record.kind()));
          reader.accept(NoteJournal.read(record, type));
        });
  }

  /// Returns when the note is durable.
  void append(AccountNote note) {
    String kind =
        switch (note) {
          case TenantSet _ -> "tenant-set";
          case TenantDeleted _ -> "tenant-deleted";
          case KeyMade _ -> "key-made";
          case KeyRevoked _ -> "key-revoked";
        };
    var _ = journal.appendAndWait(kind, note.tenant(), note);
  }
}
