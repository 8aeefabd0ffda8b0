package dev.perigee.platform.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request to create a function or its next version; unchecked, as it came.
///
/// @param isolation empty: the default of the runtime
/// @param zip the code as a zip archive; empty if it is an image, or stays as it is
/// @param layers hashes of its layers, the lowest first; empty if those that are there stay
/// @param network where it may connect to
/// @param image name or digest of a container image; empty if the code is an archive
/// @param allowsCycle whether it is meant to run itself, over whatever it writes
public record Deployment(
    String tenant,
    String name,
    String runtime,
    String handler,
    int memoryMb,
    int timeoutMs,
    String isolation,
    int concurrencyMax,
    Map<String, String> environment,
    byte[] zip,
    String image,
    boolean allowsCycle,
    Optional<List<String>> layers,
    List<String> network) {

  public Deployment {
    network = List.copyOf(network);
  }

  /// AWS Lambda's defaults.
  public static final int MEMORY_MB_DEFAULT = 128;

  public static final int TIMEOUT_MS_DEFAULT = 3_000;
  public static final String TENANT_DEFAULT = "default";

  /// Values of environment variables are not shown.
  @Override
  public String toString() {
    return "Deployment[%s/%s, %s, variables %s]"
        .formatted(tenant, name, runtime, environment.keySet());
  }

  /// With code as an archive.
  public Deployment(
      String tenant,
      String name,
      String runtime,
      String handler,
      int memoryMb,
      int timeoutMs,
      String isolation,
      int concurrencyMax,
      Map<String, String> environment,
      byte[] zip) {
    this(
        tenant,
        name,
        runtime,
        handler,
        memoryMb,
        timeoutMs,
        isolation,
        concurrencyMax,
        environment,
        zip,
        "",
        false);
  }

  public Deployment allowingCycle(boolean newAllowsCycle) {
    return new Deployment(
        tenant,
        name,
        runtime,
        handler,
        memoryMb,
        timeoutMs,
        isolation,
        concurrencyMax,
        environment,
        zip,
        image,
        newAllowsCycle,
        layers,
        network);
  }

  /// With the layers that are there.
  public Deployment(
      String tenant,
      String name,
      String runtime,
      String handler,
      int memoryMb,
      int timeoutMs,
      String isolation,
      int concurrencyMax,
      Map<String, String> environment,
      byte[] zip,
      String image,
      boolean allowsCycle) {
    this(
        tenant,
        name,
        runtime,
        handler,
        memoryMb,
        timeoutMs,
        isolation,
        concurrencyMax,
        environment,
        zip,
        image,
        allowsCycle,
        Optional.empty(),
        List.of());
  }
}
