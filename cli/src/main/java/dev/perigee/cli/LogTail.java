package dev.perigee.cli;

import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a function's log from a position on and remembers how far it has come.
final class LogTail {
  private static final int LINES_PER_PAGE = 1_000;

  private final PlatformClient client;
  private final String name;
  private long position;

  LogTail(PlatformClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /// Hands over all lines that are there and not yet read.
  void read(Consumer<String> line) {
    boolean more = true;
    while (more) {
      Reply reply =
          client.demand(
              "GET",
              "/v1/functions/%s/logs?from=%d&lines=%d"
                  .formatted(PlatformClient.escaped(name), position, LINES_PER_PAGE),
              null);
      more = page(reply.object(), line);
    }
  }

  private boolean page(Map<String, @Nullable Object> page, Consumer<String> line) {
    long before = position;
    if (page.get("next") instanceof BigDecimal next) {
      position = next.longValue();
    }
    if (!(page.get("lines") instanceof List<?> lines)) {
      return false;
    }
    lines.forEach(text -> line.accept(String.valueOf(text)));
    return !lines.isEmpty() && position > before;
  }
}
