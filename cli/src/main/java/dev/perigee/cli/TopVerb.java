package dev.perigee.cli;

import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.show.Console;
import dev.perigee.cli.top.Order;
import dev.perigee.cli.top.Picture;
import dev.perigee.cli.top.Reading;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `perigee top`: what functions and nodes do, drawn again and again.
@Command(
    name = "top",
    description = "Watch what functions and nodes do.",
    mixinStandardHelpOptions = true)
final class TopVerb implements Callable<Integer> {
  private static final String TO_TOP_LEFT = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";
  private static final int FUNCTIONS_MAX = 20;
  private static final double EVERY_S_MIN = 0.05;

  @Option(names = "--once", description = "Print one picture, of the next interval, and end.")
  private boolean once;

  @Option(
      names = "--every",
      paramLabel = "S",
      defaultValue = "2",
      description = "Seconds between two readings; default: ${DEFAULT-VALUE}.")
  private double everyS = 2;

  @Option(
      names = "--sort",
      paramLabel = "BY",
      defaultValue = "calls",
      description = "Largest first by: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private Order order = Order.calls;

  @Mixin private Target target;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  private final Context context;

  TopVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!(everyS >= EVERY_S_MIN && everyS <= 3_600)) {
      throw new ParameterException(
          spec.commandLine(), "--every is " + everyS + ": it has to be 0.05..3600");
    }
    PlatformClient client = target.client(context);
    Reading before = Reading.take(client, System.nanoTime());
    do {
      Thread.sleep(Math.round(everyS * 1_000));
      Reading now = Reading.take(client, System.nanoTime());
      show(new Picture(before, now, order));
      before = now;
    } while (!once && !context.console().out().checkError());
    return 0;
  }

  /// Over what is there, in one write: a screen that was cleared first would flicker.
  private void show(Picture picture) {
    Console console = context.console();
    if (output.isJson()) {
      OutputOption.print(console, picture);
    } else if (console.outIsTerminal() && !once) {
      StringBuilder screen = new StringBuilder(TO_TOP_LEFT);
      picture.lines(FUNCTIONS_MAX).forEach(l -> screen.append(l).append(CLEAR_LINE).append('\n'));
      console.out().print(screen.append(CLEAR_BELOW));
    } else {
      picture.lines(once ? Integer.MAX_VALUE : FUNCTIONS_MAX).forEach(console.out()::println);
    }
    console.out().flush();
  }
}
