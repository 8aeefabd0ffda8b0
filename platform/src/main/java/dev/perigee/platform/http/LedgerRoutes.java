package dev.perigee.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.ledger.digest.TenantDigest;
import dev.perigee.ledger.text.LedgerJson;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.Ledgers;
import io.helidon.http.HeaderNames;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Exports the ledger as a stream, shows the newest entries.
final class LedgerRoutes {
  private static final List<String> KEYS = List.of("function", "tenant", "node", "hour");
  private static final List<String> FORMATS = List.of("json", "csv");
  private static final int BUFFER_CHARS = 64 << 10;
  private static final int LIMIT_DEFAULT = 100;
  private static final int LIMIT_MAX = 10_000;

  private final Ledgers ledgers;

  LedgerRoutes(Ledgers ledgers) {
    this.ledgers = ledgers;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/ledger", this::export),
        new Route("GET", "/v1/invocations", this::latest),
        new Route("GET", "/v1/invocations/{invocationId}", this::find));
  }

  private void export(Exchange exchange) throws IOException {
    RequestParameters parameters = exchange.parameters("function", "since", "by", "format");
    Ledgers.Query query = query(exchange, parameters);
    String by = parameters.oneOf("by", KEYS, "");
    String format = parameters.oneOf("format", FORMATS, "json");
    boolean csv = format.equals("csv");
    parameters.check();
    exchange
        .response()
        .header(HeaderNames.CONTENT_TYPE, csv ? "text/csv; charset=utf-8" : "application/json");
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(exchange.response().outputStream(), UTF_8), BUFFER_CHARS)) {
      write(query, by, csv, out);
    }
  }

  private void write(Ledgers.Query query, String by, boolean csv, Appendable out)
      throws IOException {
    if (!by.isEmpty() && csv) {
      ledgers.writeRollupCsv(by, query, out);
    } else if (!by.isEmpty()) {
      ledgers.writeRollupJson(by, query, out);
    } else if (csv) {
      ledgers.writeCsv(query, out);
    } else {
      ledgers.writeJson(query, out);
    }
  }

  private void latest(Exchange exchange) throws IOException {
    RequestParameters parameters = exchange.parameters("function", "since", "limit");
    Ledgers.Query query = query(exchange, parameters);
    int limit = (int) parameters.number("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
    parameters.check();
    if (query.isAll() && limit <= TenantDigest.NEWEST_COUNT_MAX) {
      send(exchange, newest(query.tenant(), limit));
      return;
    }
    NewestEntries newest = new NewestEntries(limit);
    ledgers.writeJson(query, new EntrySplitter(newest));
    send(exchange, newest.newestFirst());
  }

  /// What the page for people asks every few seconds: answered without reading the ledger.
  private List<String> newest(String tenant, int limit) {
    List<LedgerEntry> entries = ledgers.ask(digest -> digest.of(tenant).newest(limit));
    return entries.stream().map(LedgerJson::entry).toList();
  }

  private static void send(Exchange exchange, List<String> newestFirst) {
    String entries = String.join(",\n", newestFirst);
    exchange.text("application/json", ("{\"entries\":[\n" + entries + "\n]}\n").getBytes(UTF_8));
  }

  private void find(Exchange exchange) throws IOException {
    exchange.parameters().check();
    String id = exchange.name();
    Optional<LedgerEntry> recent = recent(exchange.tenant(), id);
    if (recent.isPresent()) {
      exchange.text("application/json", LedgerJson.entry(recent.get()).getBytes(UTF_8));
      return;
    }
    String[] found = {""};
    Ledgers.Query all =
        new Ledgers.Query(exchange.tenant(), Optional.empty(), OptionalLong.empty());
    ledgers.writeJson(
        all,
        new EntrySplitter(entry -> {
          if (EntrySplitter.field(entry, "invocationId").equals(id)) {
            found[0] = entry;
          }
        }));
    if (found[0].isEmpty()) {
      throw new ControlException(
          ControlException.Kind.NOT_FOUND,
          List.of(
              "the ledger has no invocation " + id + "; an entry is there 2 s after its answer"));
    }
    exchange.text("application/json", found[0].getBytes(UTF_8));
  }

  private Optional<LedgerEntry> recent(String tenant, String id) {
    try {
      UUID invocationId = UUID.fromString(id);
      return ledgers.ask(digest -> digest.of(tenant).find(invocationId));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Ledgers.Query query(Exchange exchange, RequestParameters parameters) {
    return new Ledgers.Query(
        exchange.tenant(), parameters.text("function"), parameters.utcNs("since"));
  }
}
