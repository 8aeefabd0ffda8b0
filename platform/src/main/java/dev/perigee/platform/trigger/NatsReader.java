package dev.perigee.platform.trigger;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what subject of what NATS server a trigger listens to. What is wrong with secrets is said
/// without them.
record NatsReader(TriggerReader reader, Map<String, @Nullable Object> fields) {
  private static final List<String> KEYS =
      List.of("kind", "server", "subject", "durable", "user", "password", "credentials", "ca");
  private static final String SERVER =
      "(nats|tls)://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?";

  /// @param durable if none is named
  Source read(String durable) {
    reader.known(fields, "source.", KEYS);
    String server = text("server", "");
    if (!server.matches(SERVER + "(," + SERVER + ")*")) {
      reader.problem(
          "source.server is '%s': write nats://HOST:PORT or tls://HOST:PORT; who logs in stands in user and password, or in credentials"
              .formatted(server.replaceAll("//[^@,]*@", "//***@")));
    }
    String subject = text("subject", "");
    if (!NatsSubject.isValid(subject)) {
      reader.problem(
          "source.subject is '%s': write words with dots between them, * for any word, > at the end for all that follow"
              .formatted(subject));
    }
    String named = text("durable", durable);
    if (!named.matches("[A-Za-z0-9_~+-]{1,240}")) {
      reader.problem(
          "source.durable is '%s': it has to be letters, digits, - and _".formatted(named));
    }
    return new Source.Nats(server, subject, named, login());
  }

  private NatsLogin login() {
    NatsLogin login =
        new NatsLogin(
            text("user", ""), text("password", ""), text("credentials", ""), text("ca", ""));
    if (login.user().isEmpty() != login.password().isEmpty()) {
      reader.problem("source.user and source.password: give both or none");
    }
    if (!login.credentials().isEmpty() && !login.user().isEmpty()) {
      reader.problem("source.credentials and source.user: give one of them");
    }
    if (!login.credentials().isEmpty() && NatsCredentials.read(login.credentials()).isEmpty()) {
      reader.problem(
          "source.credentials is no credentials file: it has a NATS USER JWT and a USER NKEY SEED");
    }
    if (!login.ca().isEmpty() && !login.ca().contains("-----BEGIN CERTIFICATE-----")) {
      reader.problem("source.ca has no certificate: it has to be PEM");
    }
    return login;
  }

  private String text(String name, String otherwise) {
    return reader.text(fields, name, otherwise);
  }
}
