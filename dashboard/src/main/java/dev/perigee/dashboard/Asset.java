package dev.perigee.dashboard;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// One file of the page.
///
/// @param tag changes with the content; for the header `ETag`
public record Asset(String name, String contentType, byte[] bytes, String tag) {
  static Asset of(String name, byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(ByteBuffer.wrap(bytes));
    String tag = "\"%x-%08x\"".formatted(bytes.length, sum.getValue());
    return new Asset(name, contentType(name), bytes, tag);
  }

  private static String contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> throw new DashboardException("no content type is known for " + name);
    };
  }
}
