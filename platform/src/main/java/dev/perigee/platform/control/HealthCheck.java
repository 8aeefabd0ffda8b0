package dev.perigee.platform.control;

/// One thing that a platform needs, or would be better with.
///
/// @param required whether the platform is not ready without it
public record HealthCheck(String name, boolean ok, boolean required, String detail) {

  public static HealthCheck required(String name, boolean ok, String detail) {
    return new HealthCheck(name, ok, true, detail);
  }

  public static HealthCheck wanted(String name, boolean ok, String detail) {
    return new HealthCheck(name, ok, false, detail);
  }

  public boolean isFailing() {
    return required && !ok;
  }
}
