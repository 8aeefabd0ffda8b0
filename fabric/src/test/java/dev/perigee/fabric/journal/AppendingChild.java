package dev.perigee.fabric.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// Appends as fast as it can until it is killed, and prints each acknowledged offset.
final class AppendingChild {
  private static final int WRITERS = 4;

  private AppendingChild() {}

  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    Journal journal =
        SqliteJournal.open(Path.of(arguments[0]), JournalOptions.of("0.1.0"), out::println);
    AtomicLong count = new AtomicLong();
    for (int w = 0; w < WRITERS; w++) {
      Thread.startVirtualThread(() -> {
        while (true) {
          long number = count.incrementAndGet();
          long offset = journal.appendAndWait(JournalContract.draft(arguments[1] + number));
          out.println("ack " + offset + " " + arguments[1] + number + " .");
        }
      });
    }
    Thread.currentThread().join();
  }
}
