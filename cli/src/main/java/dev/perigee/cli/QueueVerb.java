package dev.perigee.cli;

import dev.perigee.cli.client.PlatformClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee queue`: messages, each for one taker.
@Command(
    name = "queue",
    description = "Create queues; send, take, redrive and purge their messages.",
    mixinStandardHelpOptions = true)
final class QueueVerb extends ResourceVerb {
  QueueVerb(Context context) {
    super(context, "queue");
  }

  @Command(name = "send", description = "Send messages.", mixinStandardHelpOptions = true)
  int send(
      @Parameters(index = "0", paramLabel = "NAME") String name,
      @Parameters(index = "1..*", paramLabel = "TEXT", arity = "1..*") List<String> messages,
      @Option(names = "--delay-s", paramLabel = "S", defaultValue = "0") int delayS,
      @Mixin Target target) {
    String path = path(name) + "/messages?delayS=" + delayS;
    return print(target, "POST", path, texts("messages", messages));
  }

  @Command(
      name = "receive",
      description = "Take messages; delete them by their receipts, or they come again.",
      mixinStandardHelpOptions = true)
  int receive(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--max", paramLabel = "N", defaultValue = "10") int max,
      @Mixin Target target) {
    return print(target, "POST", path(name) + "/receive?max=" + max, null);
  }

  @Command(
      name = "ack",
      description = "Delete messages that were received.",
      mixinStandardHelpOptions = true)
  int ack(
      @Parameters(index = "0", paramLabel = "NAME") String name,
      @Parameters(index = "1..*", paramLabel = "RECEIPT", arity = "1..*") List<String> receipts,
      @Mixin Target target) {
    return print(target, "POST", path(name) + "/delete", texts("receipts", receipts));
  }

  @Command(
      name = "redrive",
      description = "Move all messages to another queue.",
      mixinStandardHelpOptions = true)
  int redrive(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--to", paramLabel = "QUEUE", required = true) String to,
      @Mixin Target target) {
    return print(target, "POST", path(name) + "/redrive?to=" + PlatformClient.escaped(to), null);
  }

  @Command(name = "purge", description = "Delete all messages.", mixinStandardHelpOptions = true)
  int purge(@Parameters(paramLabel = "NAME") String name, @Mixin Target target) {
    return print(target, "POST", path(name) + "/purge", null);
  }
}
