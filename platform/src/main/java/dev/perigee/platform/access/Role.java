package dev.perigee.platform.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What somebody may do.
public enum Role {
  VIEWER,
  INVOKER,
  DEVELOPER,
  OPERATOR,
  /// Also for other tenants.
  ADMIN;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> of(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }

  boolean may(Right right) {
    return switch (right) {
      case VIEW -> this != INVOKER;
      case INVOKE -> this != VIEWER;
      case DEPLOY -> this != VIEWER && this != INVOKER;
      case OPERATE -> this == OPERATOR || this == ADMIN;
      case ADMINISTER -> this == ADMIN;
    };
  }
}
