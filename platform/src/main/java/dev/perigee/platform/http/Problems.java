package dev.perigee.platform.http;

import dev.perigee.api.Problem;
import dev.perigee.api.WireException;
import dev.perigee.fabric.FabricException;
import dev.perigee.platform.control.ControlException;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.RequestException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Faults as problem documents.
final class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class.getName());

  private Problems() {}

  /// @param about which request it was, for the log
  static Problem of(RuntimeException fault, Map<String, String> about) {
    return switch (fault) {
      case ControlException refused -> of(refused);
      case WireException malformed -> invalid(malformed.problems());
      case FabricException outside -> of(outside);
      case DataReader.InsufficientDataAvailableException _ ->
          invalid(List.of("the body is shorter than its Content-Length says"));
      case RequestException bad -> of(bad.status().code(), String.valueOf(bad.getMessage()));
      default -> {
        log(fault, about);
        yield new Problem("internal", "Internal error", 500, List.of(fault.toString()));
      }
    };
  }

  private static void log(RuntimeException fault, Map<String, String> about) {
    LogRecord entry = new LogRecord(Level.SEVERE, "a request failed: {0}");
    entry.setLoggerName(LOG.getName());
    entry.setThrown(fault);
    entry.setParameters(new Object[] {new TreeMap<>(about)});
    LOG.log(entry);
  }

  private static Problem of(FabricException outside) {
    List<String> problems = List.of(String.valueOf(outside.getMessage()));
    return switch (outside.reason()) {
      case NOT_FOUND -> new Problem("not-found", "Not found", 404, problems);
      case CONFLICT -> new Problem("conflict", "Conflict", 409, problems);
      case REFUSED -> invalid(problems);
      case BUSY -> new Problem("throttled", "Too many requests", 429, problems);
      case DISK_FULL,
          DAMAGED,
          NEWER_VERSION,
          LOCKED,
          READ_ONLY,
          CLOSED,
          LOST,
          TIMED_OUT,
          REMOTE,
          IO ->
          new Problem("unavailable", "Unavailable", 503, problems);
    };
  }

  static Problem of(ControlException refused) {
    List<String> problems = refused.problems();
    return switch (refused.kind()) {
      case INVALID -> invalid(problems);
      case NOT_FOUND -> new Problem("not-found", "Not found", 404, problems);
      case CONFLICT -> new Problem("conflict", "Conflict", 409, problems);
      case TOO_LARGE -> new Problem("too-large", "Too large", 413, problems);
      case UNSUPPORTED_HERE -> new Problem("unsupported-here", "Unsupported here", 400, problems);
      case QUOTA_EXCEEDED -> new Problem("quota-exceeded", "Quota exceeded", 400, problems);
      case THROTTLED -> new Problem("throttled", "Too many requests", 429, problems);
      case UNAVAILABLE -> new Problem("unavailable", "Unavailable", 503, problems);
    };
  }

  static Problem of(int status, String reason) {
    return new Problem("refused", "Refused", status, List.of(reason));
  }

  static Problem invalid(List<String> problems) {
    return new Problem("invalid", "Invalid request", 400, problems);
  }

  static Problem unavailable(String reason) {
    return new Problem("unavailable", "Unavailable", 503, List.of(reason));
  }

  static Problem noSuchPath(String path) {
    return new Problem(
        "not-found",
        "Not found",
        404,
        List.of("nothing is served at " + path + ": the paths are listed in /v1/openapi.yaml"));
  }

  static Problem methodNotAllowed(String method, String allowed) {
    return new Problem(
        "method-not-allowed",
        "Method not allowed",
        405,
        List.of(method + " does nothing here: allowed is " + allowed));
  }

  static ControlException noSuchFunction(String name) {
    return new ControlException(
        ControlException.Kind.NOT_FOUND,
        List.of("there is no function '" + name + "': `perigee list` shows those there are"));
  }
}
