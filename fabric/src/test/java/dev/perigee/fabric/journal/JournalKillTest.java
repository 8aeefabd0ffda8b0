package dev.perigee.fabric.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.fabric.ChildJvm;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fifty kills: two journals at once, 25 each, because starting a JVM is what takes the time.
class JournalKillTest {
  private static final int KILLS_PER_JOURNAL = 25;

  @TempDir Path folder;

  @Test
  void keepsEveryAcknowledgedRecordOverFiftyKills() throws Exception {
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Future<?> first = both.submit(() -> new Victim(folder.resolve("a"), 1).run());
      Future<?> second = both.submit(() -> new Victim(folder.resolve("b"), 2).run());
      first.get();
      second.get();
    }
  }

  /// One journal and what was acknowledged to us.
  private static final class Victim {
    private final Path home;
    private final Random random;
    private final Map<Long, String> acknowledged = new HashMap<>();

    Victim(Path home, long seed) {
      this.home = home;
      this.random = new Random(seed);
    }

    Void run() throws Exception {
      for (int kill = 0; kill < KILLS_PER_JOURNAL; kill++) {
        int before = acknowledged.size();
        runAndKill("k" + kill + "-", 1 + random.nextInt(60));
        assertThat(acknowledged.size()).as("acknowledged in round " + kill).isGreaterThan(before);
      }
      Map<Long, String> found = new HashMap<>();
      try (Journal journal = SqliteJournal.open(home, JournalOptions.of("0.1.0"), this::torn)) {
        journal.read(0, r -> found.put(r.offset(), new String(r.payload(), UTF_8)));
      }
      Set<Long> replaced = replaced(found.values());
      assertThat(replaced).isNotEmpty().doesNotContainAnyElementsOf(found.keySet());
      acknowledged.keySet().removeAll(replaced);
      assertThat(found).containsAllEntriesOf(acknowledged);
      return null;
    }

    private static Set<Long> replaced(Collection<String> texts) {
      return texts.stream()
          .filter(text -> text.contains(":"))
          .flatMap(text -> Stream.of(text.substring(text.indexOf(':') + 1).split("\\+")))
          .map(Long::valueOf)
          .collect(Collectors.toSet());
    }

    /// Kills once `lines` acknowledgements were seen; what was printed before the end counts as
    /// well.
    private void runAndKill(String name, int lines) throws Exception {
      Process child = ChildJvm.start(AppendingChild.class, home.toString(), name);
      try (BufferedReader out = child.inputReader(UTF_8)) {
        int seen = 0;
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          take(line, name);
          seen += line.startsWith("ack ") ? 1 : 0;
          if (seen == lines) {
            // Process.destroyForcibly would also close the stream that is still to be read.
            child.toHandle().destroyForcibly();
          }
        }
      } finally {
        child.destroyForcibly().waitFor();
      }
    }

    /// The last line may be cut in the middle of its offset or of its text.
    private void take(String line, String name) {
      String[] parts = line.split(" ", 4);
      if (line.startsWith("journal ")) {
        torn(line);
      } else if (line.startsWith("ack ") && parts.length == 4 && parts[3].equals(".")) {
        assertThat(parts[2]).startsWith(name);
        assertThat(acknowledged.putIfAbsent(Long.parseLong(parts[1]), parts[2])).as(line).isNull();
      }
    }

    private void torn(String report) {
      assertThat(report).contains("torn commit");
    }
  }
}
