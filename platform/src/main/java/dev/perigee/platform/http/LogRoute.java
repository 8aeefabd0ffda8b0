package dev.perigee.platform.http;

import dev.perigee.api.LogPage;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Functions;
import dev.perigee.platform.control.LogLevel;
import dev.perigee.platform.control.LogQuery;
import dev.perigee.platform.control.Logs;
import io.helidon.http.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the log of a function.
record LogRoute(Functions functions, Logs logs) {
  private static final int LINES_DEFAULT = 100;
  private static final int LINES_MAX = 10_000;
  private static final List<String> BOOLEANS = List.of("true", "false");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  void answer(Exchange exchange) {
    RequestParameters parameters =
        exchange.parameters(
            "from", "lines", "tail", "since", "level", "invocation", "grep", "entries");
    boolean tail = parameters.oneOf("tail", BOOLEANS, "false").equals("true");
    if (tail && parameters.text("from").isPresent()) {
      parameters.reject("tail=true reads the end of the log: leave out from");
    }
    long from = parameters.number("from", 0, Long.MAX_VALUE, 0);
    int lines = (int) parameters.number("lines", 1, LINES_MAX, LINES_DEFAULT);
    boolean detailed = parameters.oneOf("entries", BOOLEANS, "false").equals("true");
    LogQuery query = query(parameters);
    parameters.check();
    FunctionId function = FunctionRoutes.known(functions, exchange.function()).id();
    Logs.Page page =
        tail ? logs.tail(function, lines, query) : logs.read(function, from, lines, query);
    exchange.json(
        Status.OK_200,
        new LogPage(page.lines().stream().map(LogRoute::line).toList(), detailed, page.next()));
  }

  private static LogQuery query(RequestParameters parameters) {
    Optional<Instant> since = parameters.instantOrAgo("since", Instant.now());
    Optional<String> level = parameters.text("level");
    if (level.flatMap(LogLevel::of).isEmpty() && level.isPresent()) {
      parameters.reject(
          "level is '%s': it has to be one of %s"
              .formatted(level.get(), String.join(", ", LogLevel.names())));
    }
    Optional<String> invocation = parameters.text("invocation");
    if (invocation.filter(id -> !ID.matcher(id).matches()).isPresent()) {
      parameters.reject(
          "invocation is '%s': write the id of an invocation, such as 01938f2e-7a3c-7f10-8000-0123456789ab"
              .formatted(invocation.get()));
    }
    return new LogQuery(since, level.flatMap(LogLevel::of), invocation, parameters.text("grep"));
  }

  private static LogPage.Line line(Logs.Line line) {
    return new LogPage.Line(
        line.written().map(Instant::toString),
        line.level().map(LogLevel::name),
        line.invocationId(),
        line.text());
  }
}
