package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.worker.JsonText;

/// What the blanks of one zygote have in common.
///
/// @param network whether they share the machine's network; never for functions
record Breed(String tenant, Isolation isolation, boolean network) {
  static Breed of(Isolation isolation, String tenant) {
    return new Breed(tenant, isolation, false);
  }

  boolean isolated() {
    return isolation.hasOwnRoot();
  }

  String key() {
    return tenant + " " + isolation.text() + (network ? " with network" : "");
  }

  /// The order to the spawner that makes the zygote.
  byte[] order() {
    String text =
        "{\"key\":"
            + JsonText.quote(key())
            + ",\"isolation\":\""
            + isolation.text()
            + "\",\"network\":"
            + network
            + "}";
    return text.getBytes(UTF_8);
  }
}
