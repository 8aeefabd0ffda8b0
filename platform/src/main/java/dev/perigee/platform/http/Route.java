package dev.perigee.platform.http;

import dev.perigee.platform.access.Right;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A method and a path template such as `/v1/functions/{name}`, and what answers it. A last segment
/// such as `{path+}` stands for whatever follows.
///
/// @param right that a caller has to have; empty if everybody may, also without a key
public record Route(String method, String template, Optional<Right> right, Action action) {

  /// In place of a method: each that has no route of its own.
  public static final String ANY_METHOD = "*";

  /// Answers a request.
  @FunctionalInterface
  public interface Action {
    void answer(Exchange exchange) throws IOException;
  }

  /// With the right that [Rights] says.
  public Route(String method, String template, Action action) {
    this(method, template, Rights.of(method, template), action);
  }

  List<String> segments() {
    return List.of(template.substring(1).split("/", -1));
  }
}
