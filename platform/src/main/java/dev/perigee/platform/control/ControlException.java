package dev.perigee.platform.control;

import java.util.List;

/// A request that the control plane does not carry out.
public final class ControlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What kind of no; `http.Problems` maps it to a status.
  public enum Kind {
    INVALID,
    NOT_FOUND,
    CONFLICT,
    TOO_LARGE,
    /// More than a tenant may have.
    QUOTA_EXCEEDED,
    UNSUPPORTED_HERE,
    THROTTLED,
    UNAVAILABLE
  }

  private final Kind kind;
  private final List<String> problems;

  /// @param problems everything that is wrong: what, why, how to fix
  public ControlException(Kind kind, List<String> problems) {
    super(String.join("; ", problems));
    this.kind = kind;
    this.problems = List.copyOf(problems);
  }

  public Kind kind() {
    return kind;
  }

  public List<String> problems() {
    return problems;
  }
}
