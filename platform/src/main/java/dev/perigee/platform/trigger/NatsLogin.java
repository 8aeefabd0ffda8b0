package dev.perigee.platform.trigger;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// How a NATS server is come to. Never shown.
///
/// @param user with `password`; empty without
/// @param credentials text of a credentials file; empty without
/// @param ca certificates that sign for `tls://` servers, as PEM; empty for those that the JVM
///   trusts
public record NatsLogin(String user, String password, String credentials, String ca) {

  void write(JsonGenerator json) throws IOException {
    write(json, "user", user);
    write(json, "password", password);
    write(json, "credentials", credentials);
    write(json, "ca", ca);
  }

  private static void write(JsonGenerator json, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  @Override
  public String toString() {
    return "NatsLogin";
  }
}
