package dev.perigee.fabric.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// Appends as fast as it can until it is killed, and prints each acknowledged offset. Each fifth
/// record of a writer replaces the four before and names them.
final class AppendingChild {
  private static final int WRITERS = 4;
  private static final int RUN = 4;

  private AppendingChild() {}

  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    Journal journal =
        SqliteJournal.open(Path.of(arguments[0]), JournalOptions.of("0.1.0"), out::println);
    AtomicLong count = new AtomicLong();
    for (int w = 0; w < WRITERS; w++) {
      Thread.startVirtualThread(() -> {
        List<Long> last = new ArrayList<>();
        while (true) {
          boolean sums = last.size() == RUN;
          String text = arguments[1] + count.incrementAndGet() + (sums ? ":" + joined(last) : "");
          JournalRecord draft = JournalContract.draft(text);
          long offset = sums ? journal.replaceAndWait(last, draft) : journal.appendAndWait(draft);
          out.println("ack " + offset + " " + text + " .");
          if (sums) {
            last.clear();
          } else {
            last.add(offset);
          }
        }
      });
    }
    Thread.currentThread().join();
  }

  private static String joined(List<Long> offsets) {
    return offsets.stream().map(String::valueOf).collect(Collectors.joining("+"));
  }
}
