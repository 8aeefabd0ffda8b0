package dev.perigee.platform.http;

import java.io.IOException;
import java.util.List;

/// A method and a path template such as `/v1/functions/{name}`, and what answers it. A last segment
/// such as `{path+}` stands for whatever follows.
public record Route(String method, String template, Action action) {

  /// In place of a method: each that has no route of its own.
  public static final String ANY_METHOD = "*";

  /// Answers a request.
  @FunctionalInterface
  public interface Action {
    void answer(Exchange exchange) throws IOException;
  }

  List<String> segments() {
    return List.of(template.substring(1).split("/", -1));
  }
}
