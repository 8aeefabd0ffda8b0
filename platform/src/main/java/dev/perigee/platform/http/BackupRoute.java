package dev.perigee.platform.http;

import dev.perigee.platform.control.Backups;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Sends a copy of all that is kept.
record BackupRoute(Backups backups) {
  List<Route> routes() {
    return List.of(new Route("GET", "/v1/backup", this::send));
  }

  private void send(Exchange exchange) throws IOException {
    exchange.parameters().check();
    exchange.response().header(HeaderNames.CONTENT_TYPE, "application/zip");
    try (OutputStream out = exchange.response().outputStream()) {
      backups.write(out);
    }
  }
}
