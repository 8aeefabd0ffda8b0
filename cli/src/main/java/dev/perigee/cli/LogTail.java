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
  private final String query;
  private long position;

  LogTail(PlatformClient client, String name) {
    this(client, name, "");
  }

  /// @param query more parameters of the route, each with an ampersand before it
  LogTail(PlatformClient client, String name, String query) {
    this.client = client;
    this.name = name;
    this.query = query;
  }

  /// Hands over all lines that are there and not yet read.
  void read(Consumer<String> line) {
    read("lines", text -> line.accept(String.valueOf(text)));
  }

  /// The same with what lines say of themselves.
  void readEntries(Consumer<Map<?, ?>> entry) {
    read(
        "entries",
        each -> {
          if (each instanceof Map<?, ?> fields) {
            entry.accept(fields);
          }
        });
  }

  private void read(String field, Consumer<@Nullable Object> each) {
    long before;
    do {
      before = position;
      Reply reply =
          client.demand(
              "GET",
              "/v1/functions/%s/logs?from=%d&lines=%d%s"
                  .formatted(PlatformClient.escaped(name), position, LINES_PER_PAGE, query),
              null);
      page(reply.object(), field, each);
    } while (position > before);
  }

  /// A page of a log that is searched may hold nothing, and not be the last.
  private void page(
      Map<String, @Nullable Object> page, String field, Consumer<@Nullable Object> each) {
    if (page.get("next") instanceof BigDecimal next) {
      position = next.longValue();
    }
    if (page.get(field) instanceof List<?> lines) {
      lines.forEach(each);
    }
  }
}
