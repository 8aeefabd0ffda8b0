package dev.perigee.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The OpenAPI 3.1 description of the HTTP interface.
public final class OpenApi {
  private OpenApi() {}

  public static byte[] yaml() {
    return resource("openapi.yaml");
  }

  /// The same document as JSON.
  public static byte[] json() {
    return resource("openapi.json");
  }

  private static byte[] resource(String name) {
    try (InputStream in = OpenApi.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new WireException(name + " is not on the class path: build the module api again");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + name + " from the class path", e);
    }
  }
}
