package dev.perigee.cli.node;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// The main program of a node process. It ends when its standard input ends: whoever started it is
/// then gone.
public final class NodeMain {
  private NodeMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    NodeSettings settings = NodeSettings.parse(List.of(arguments));
    NodeProcess node = new NodeProcess(settings, line -> say(settings, line));
    Runtime.getRuntime().addShutdownHook(new Thread(node::close, "stop"));
    if (settings.outlive()) {
      new CountDownLatch(1).await();
    }
    awaitEndOfInput(settings);
    System.exit(0);
  }

  private static void awaitEndOfInput(NodeSettings settings) {
    try {
      while (System.in.read() >= 0) {
        // Nothing is said this way but that the parent lives.
      }
    } catch (IOException e) {
      say(settings, "standard input broke: " + e.getMessage());
    }
  }

  @SuppressWarnings("SystemOut") // goes to the node's log file
  private static void say(NodeSettings settings, String line) {
    System.err.println(settings.id() + ": " + line);
  }
}
