package dev.perigee.fabric.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.fabric.ChildJvm;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalKillTest {
  private static final int KILLS = 50;

  @TempDir Path folder;

  private final Map<Long, String> acknowledged = new HashMap<>();

  @Test
  void keepsEveryAcknowledgedRecordOverFiftyKills() throws Exception {
    Random random = new Random(50);
    for (int kill = 0; kill < KILLS; kill++) {
      int before = acknowledged.size();
      runAndKill("k" + kill + "-", 1 + random.nextInt(60));
      assertThat(acknowledged.size()).as("acknowledged in round " + kill).isGreaterThan(before);
    }
    List<String> reports = new ArrayList<>();
    try (Journal journal = SqliteJournal.open(folder, JournalOptions.of("0.1.0"), reports::add)) {
      Map<Long, String> found = new HashMap<>();
      journal.read(0, r -> found.put(r.offset(), new String(r.payload(), UTF_8)));
      assertThat(found).containsAllEntriesOf(acknowledged);
    }
  }

  /// Kills once `lines` acknowledgements were seen; what was printed before the end counts as well.
  private void runAndKill(String name, int lines) throws Exception {
    Process child = ChildJvm.start(AppendingChild.class, folder.toString(), name);
    try (BufferedReader out = child.inputReader(UTF_8)) {
      int seen = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("ack ")) {
          String[] parts = line.split(" ", 3);
          if (parts.length == 3 && parts[2].startsWith(name)) {
            note(Long.parseLong(parts[1]), parts[2]);
          }
          if (++seen == lines) {
            // Process.destroyForcibly would also close the stream that is still to be read.
            child.toHandle().destroyForcibly();
          }
        } else {
          assertThat(line).contains("torn commit");
        }
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private void note(long offset, String text) {
    assertThat(acknowledged.putIfAbsent(offset, text)).as("offset " + offset).isNull();
  }
}
