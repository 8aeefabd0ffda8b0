package dev.perigee.fabric.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDamageTest {
  private static final JournalOptions OPTIONS = JournalOptions.of("0.1.0");

  @TempDir Path folder;

  private final List<String> reports = new ArrayList<>();

  @BeforeEach
  void writeTenRecords() {
    try (Journal journal = open()) {
      for (int i = 0; i < 10; i++) {
        journal.appendAndWait(JournalContract.draft("payload-number-" + i));
      }
    }
  }

  private SqliteJournal open() {
    return SqliteJournal.open(folder, OPTIONS, reports::add);
  }

  private void flip(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    byte[] bytes = Files.readAllBytes(path);
    int at = new String(bytes, ISO_8859_1).lastIndexOf(text);
    assertThat(at).as("place of " + text).isPositive();
    bytes[at] ^= 1;
    Files.write(path, bytes);
  }

  private void assertDamaged(String... texts) {
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(this::open)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
        .satisfies(e -> assertThat(e).hasMessageContainingAll(texts));
  }

  @Test
  void cutsOffADamagedRecordAtTheEndAndSaysSo() throws Exception {
    flip("journal.db", "payload-number-9");
    try (Journal journal = open()) {
      assertThat(journal.nextOffset()).isEqualTo(9);
      assertThat(journal.appendAndWait(JournalContract.draft("goes on"))).isEqualTo(9);
    }
    assertThat(reports).singleElement().asString().contains("cut off 1 damaged", "offsets 9 to 9");
    try (Journal again = open()) {
      assertThat(again.nextOffset()).isEqualTo(10);
    }
    assertThat(reports).hasSize(1);
  }

  @Test
  void refusesToStartWithDamageInTheMiddle() throws Exception {
    flip("journal.db", "payload-number-4");
    assertDamaged("record 4", "journal.db", "DELETE FROM journal WHERE offset >= 4");
  }

  @Test
  void startsAgainOnceTheStatedRepairIsDone() throws Exception {
    flip("journal.db", "payload-number-4");
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
        var s = c.createStatement()) {
      s.execute("DELETE FROM journal WHERE offset >= 4");
    }
    try (Journal journal = open()) {
      assertThat(journal.nextOffset()).isEqualTo(4);
    }
  }

  @Test
  void refusesAHoleInTheOffsets() throws Exception {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
        var s = c.createStatement()) {
      s.execute("DELETE FROM journal WHERE offset = 3");
    }
    assertDamaged("record 3 is damaged or missing", "record 4");
  }

  @Test
  void tellsAHoleFromWhatWasReplaced() throws Exception {
    try (Journal journal = open()) {
      journal.replaceAndWait(List.of(2L, 3L, 6L), JournalContract.draft("sum"));
    }
    try (Journal journal = open()) {
      assertThat(journal.nextOffset()).isEqualTo(11);
    }
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
        var s = c.createStatement()) {
      s.execute("DELETE FROM journal WHERE offset = 4");
    }
    assertDamaged("record 4 is damaged or missing", "record 5");
  }

  @Test
  void goesOnWhereItWasCutBeforeWhatWasReplaced() throws Exception {
    try (Journal journal = open()) {
      journal.replaceAndWait(List.of(5L, 6L, 7L), JournalContract.draft("payload-sum"));
    }
    for (String text :
        List.of("payload-number-8", "payload-number-9", "payload-sum", "payload-number-4")) {
      flip("journal.db", text);
    }
    try (Journal journal = open()) {
      assertThat(journal.appendAndWait(JournalContract.draft("goes on"))).isEqualTo(4);
      assertThat(journal.appendAndWait(JournalContract.draft("and on"))).isEqualTo(5);
    }
    try (Journal again = open()) {
      assertThat(JournalContract.readAll(again, 0)).hasSize(6);
    }
  }

  @Test
  void opensTheTablesOfTheFirstRelease() throws Exception {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
        var s = c.createStatement()) {
      s.execute("DROP TABLE gap");
      s.execute("DROP INDEX journal_kind");
      s.execute("PRAGMA user_version=1");
    }
    try (Journal journal = open()) {
      journal.replaceAndWait(List.of(0L), JournalContract.draft("sum"));
      assertThat(JournalContract.readAll(journal, 0)).hasSize(10);
    }
  }

  @Test
  void refusesABrokenStructure() throws Exception {
    Path file = folder.resolve("journal.db");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 4096; i < 4096 + 64; i++) {
      bytes[i] = (byte) 0xee;
    }
    Files.write(file, bytes);
    assertDamaged("journal.db", ".recover");
  }

  @Test
  void refusesAFileThatIsNoJournal() throws Exception {
    Files.writeString(folder.resolve("journal.db"), "not a database, by far not one\n".repeat(99));
    assertDamaged("journal.db");
  }

  @Test
  void namesTheReleaseThatReadsANewerRecord() throws Exception {
    JournalRecord newer = new JournalRecord(10, 7, "note", "acme", 5, new byte[] {1});
    insert(newer, "2.3.0");
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(this::open)
        .withMessageContaining("record 10 (note) has version 7")
        .withMessageContaining("start Perigee 2.3.0 or newer")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NEWER_VERSION));
  }

  @Test
  void changesNothingWhenANewerReleaseUsesAnotherChecksum() throws Exception {
    insert(new JournalRecord(10, 7, "note", "acme", 5, new byte[] {1}), 0x5eed, "2.3.0");
    byte[] before = Files.readAllBytes(folder.resolve("journal.db"));
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(this::open)
        .withMessageContainingAll("record 10 (note) has version 7", "start Perigee 2.3.0 or newer")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NEWER_VERSION));
    assertThat(folder.resolve("journal.db")).hasBinaryContent(before);
    assertThat(reports).isEmpty();
  }

  @Test
  void cutsNothingOffWhenANewerRecordFollowsADamagedOne() throws Exception {
    flip("journal.db", "payload-number-9");
    insert(new JournalRecord(10, 7, "note", "acme", 5, new byte[] {1}), 0x5eed, "2.3.0");
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(this::open)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NEWER_VERSION));
    assertThat(reports).isEmpty();
  }

  private void insert(JournalRecord r, String release) throws SQLException {
    insert(r, RecordChecksum.of(r), release);
  }

  private void insert(JournalRecord r, long checksum, String release) throws SQLException {
    try (Connection c =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"))) {
      try (PreparedStatement s =
          c.prepareStatement("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?)")) {
        Database.bind(s, r);
        s.setLong(7, checksum);
        s.executeUpdate();
      }
      try (PreparedStatement s = c.prepareStatement("INSERT INTO release VALUES (?, ?)")) {
        s.setInt(1, r.version());
        s.setString(2, release);
        s.executeUpdate();
      }
    }
  }

  /// A copy of the files of a running journal is what a power failure leaves.
  private void crashCopyOfALiveJournal(Path to) throws IOException {
    try (Journal journal = open()) {
      for (int i = 10; i < 20; i++) {
        journal.appendAndWait(JournalContract.draft("payload-number-" + i));
      }
      Files.createDirectories(to);
      for (String name : List.of("journal.db", "journal.db-wal")) {
        Files.copy(folder.resolve(name), to.resolve(name));
      }
    }
  }

  @Test
  void losesNothingWhenTheLogHasATornEnd() throws Exception {
    Path copy = folder.resolve("copy");
    crashCopyOfALiveJournal(copy);
    Path wal = copy.resolve("journal.db-wal");
    byte[] bytes = Files.readAllBytes(wal);
    bytes[bytes.length - 100] ^= 1;
    Files.write(wal, bytes);
    try (Journal journal = SqliteJournal.open(copy, OPTIONS, reports::add)) {
      assertThat(journal.nextOffset()).isEqualTo(19);
    }
    assertThat(reports).singleElement().asString().contains("torn commit");
  }

  @Test
  void refusesAHoleInTheWriteAheadLog() throws Exception {
    Path copy = folder.resolve("copy");
    crashCopyOfALiveJournal(copy);
    Path wal = copy.resolve("journal.db-wal");
    byte[] bytes = Files.readAllBytes(wal);
    bytes[bytes.length / 2] ^= 1;
    Files.write(wal, bytes);
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(() -> SqliteJournal.open(copy, OPTIONS, reports::add))
        .withMessageContaining("acknowledged commits")
        .withMessageContaining("move")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
  }
}
