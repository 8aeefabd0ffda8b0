package dev.perigee.cli.live;

import java.util.function.Consumer;

/// Repeated work that must go on after a failure. A failure is reported when it begins and when it
/// is over, not at every repetition.
public final class Guarded implements Runnable {
  private final Runnable work;
  private final Consumer<String> report;
  private String failure = "";

  public Guarded(Runnable work, Consumer<String> report) {
    this.work = work;
    this.report = report;
  }

  @Override
  public void run() {
    try {
      work.run();
      if (!failure.isEmpty()) {
        report.accept("works again: " + failure);
        failure = "";
      }
    } catch (RuntimeException e) {
      String now = String.valueOf(e.getMessage());
      if (!now.equals(failure)) {
        failure = now;
        report.accept(now);
      }
    }
  }
}
