package dev.perigee.platform.http;

import java.io.IOException;
import java.util.List;

/// A method and a path template such as `/v1/functions/{name}`, and what answers it.
public record Route(String method, String template, Action action) {

  /// Answers a request.
  @FunctionalInterface
  public interface Action {
    void answer(Exchange exchange) throws IOException;
  }

  List<String> segments() {
    return List.of(template.substring(1).split("/", -1));
  }
}
