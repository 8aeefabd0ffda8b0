package dev.perigee.platform.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalOptions;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.fabric.journal.SqliteJournal;
import dev.perigee.platform.access.KeyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedJournalTest {
  @TempDir Path folder;

  private static JournalRecord record(String kind, String payload) {
    return JournalRecord.draft(kind, "red", 1, payload.getBytes(UTF_8));
  }

  private static List<String> payloads(Journal journal) {
    List<String> payloads = new ArrayList<>();
    journal.read(0, record -> payloads.add(new String(record.payload(), ISO_8859_1)));
    return payloads;
  }

  @Test
  void deploymentsLieSealedAndThoseFromBeforeStayReadable() {
    KeyFile keys = new KeyFile(folder.resolve("secrets.key"));
    try (Journal plain = SqliteJournal.open(folder, JournalOptions.of("test"), line -> {})) {
      var _ = plain.appendAndWait(record("deployed", "{\"old\": 1}"));
      Journal sealed = new SealedJournal(plain, keys.open());
      var _ = sealed.appendAndWait(record("deployed", "{\"canary\": 1}"));
      var _ = sealed.appendAndWait(record("deleted", "{\"name\": 1}"));

      assertThat(payloads(sealed))
          .containsExactly("{\"old\": 1}", "{\"canary\": 1}", "{\"name\": 1}");
      assertThat(payloads(plain).get(1)).startsWith("sealed:1:k1:").doesNotContain("canary");

      var _ = keys.rotate();
      Journal rotated = new SealedJournal(plain, keys.open());
      var _ = rotated.appendAndWait(record("deployed", "{\"new\": 1}"));
      assertThat(payloads(rotated)).hasSize(4).contains("{\"canary\": 1}", "{\"new\": 1}");
      assertThat(payloads(plain).get(3)).startsWith("sealed:1:k2:");
    }
  }
}
