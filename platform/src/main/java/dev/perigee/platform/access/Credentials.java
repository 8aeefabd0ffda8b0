package dev.perigee.platform.access;

import java.util.Map;
import java.util.Optional;

/// Who may sign, by access key id. Thread-safe.
@FunctionalInterface
public interface Credentials {

  Optional<Credential> find(String accessKeyId);

  /// @param caller whom the key stands for
  record Credential(String secretKey, Caller caller) {

    /// The pair of the first administrator.
    public static Credential ofFirstAdministrator(String accessKeyId, String secretKey) {
      return new Credential(secretKey, Caller.firstAdministrator(accessKeyId));
    }

    /// Secrets are not shown.
    @Override
    public String toString() {
      return "Credential[" + caller + "]";
    }
  }

  static Credentials of(Map<String, Credential> byAccessKeyId) {
    Map<String, Credential> known = Map.copyOf(byAccessKeyId);
    return accessKeyId -> Optional.ofNullable(known.get(accessKeyId));
  }
}
