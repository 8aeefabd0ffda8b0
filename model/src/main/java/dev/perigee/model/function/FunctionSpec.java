package dev.perigee.model.function;

import dev.perigee.model.ModelException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A function as it was deployed, or as it was published under a number.
///
/// @param tenant owner; no other tenant sees anything of it
/// @param qualifier see [FunctionId]
/// @param version the revision: counts up with each deployment of the name and qualifier, from 1
/// @param runtime `python3.*`, `provided.*` or `wasm`
/// @param handler `module.function` for Python, the module's file name for WebAssembly, free text
///   for `provided`
/// @param codeSha256 hex digest of the code archive; the archive itself lies in the artefact store
/// @param memoryMb limit of memory, in MiB, and the measure of the share of CPU
/// @param timeoutMs longest time that a handler may take
/// @param workerConcurrency invocations that one sandbox takes at once
/// @param concurrencyMax invocations of the function that run at once, over all nodes
/// @param queueMax invocations that wait for a worker before new ones are refused
/// @param environment variables the function sees; values are secrets and never logged
/// @param layersSha256 hex digest of the list of its layers, an artefact too; empty if it has none
/// @param network where it may connect to; nowhere if empty
public record FunctionSpec(
    String tenant,
    String name,
    String qualifier,
    int version,
    String runtime,
    String handler,
    String codeSha256,
    int memoryMb,
    int timeoutMs,
    Isolation isolation,
    int workerConcurrency,
    int concurrencyMax,
    int queueMax,
    SortedMap<String, String> environment,
    String layersSha256,
    List<Destination> network) {

  public static final int MEMORY_MB_MIN = 16;
  public static final int MEMORY_MB_MAX = 32_768;
  public static final int TIMEOUT_MS_MAX = 900_000;
  public static final int CONCURRENCY_MAX_DEFAULT = 1_000;
  public static final int QUEUE_MAX_DEFAULT = 10_000;

  /// AWS Lambda's rule, so that existing names stay valid.
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");

  private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  public FunctionSpec {
    ModelException.require(TENANT.matcher(tenant).matches(), "a tenant matches " + TENANT, tenant);
    ModelException.require(isLegalName(name), "a function name matches " + NAME, name);
    ModelException.require(version >= 1, "version >= 1", version);
    ModelException.require(!runtime.isBlank(), "a runtime is named", runtime);
    ModelException.require(
        memoryMb >= MEMORY_MB_MIN && memoryMb <= MEMORY_MB_MAX, "memoryMb in 16..32768", memoryMb);
    ModelException.require(
        timeoutMs >= 1 && timeoutMs <= TIMEOUT_MS_MAX, "timeoutMs in 1..900000", timeoutMs);
    ModelException.require(workerConcurrency >= 1, "workerConcurrency >= 1", workerConcurrency);
    ModelException.require(concurrencyMax >= 0, "concurrencyMax >= 0", concurrencyMax);
    ModelException.require(queueMax >= 0, "queueMax >= 0", queueMax);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    network = List.copyOf(network);
  }

  /// Without layers and network.
  public FunctionSpec(
      String tenant,
      String name,
      String qualifier,
      int version,
      String runtime,
      String handler,
      String codeSha256,
      int memoryMb,
      int timeoutMs,
      Isolation isolation,
      int workerConcurrency,
      int concurrencyMax,
      int queueMax,
      SortedMap<String, String> environment) {
    this(
        tenant,
        name,
        qualifier,
        version,
        runtime,
        handler,
        codeSha256,
        memoryMb,
        timeoutMs,
        isolation,
        workerConcurrency,
        concurrencyMax,
        queueMax,
        environment,
        "",
        List.of());
  }

  /// What was deployed last.
  public FunctionSpec(
      String tenant,
      String name,
      int version,
      String runtime,
      String handler,
      String codeSha256,
      int memoryMb,
      int timeoutMs,
      Isolation isolation,
      int workerConcurrency,
      int concurrencyMax,
      int queueMax,
      SortedMap<String, String> environment) {
    this(
        tenant,
        name,
        FunctionId.LATEST,
        version,
        runtime,
        handler,
        codeSha256,
        memoryMb,
        timeoutMs,
        isolation,
        workerConcurrency,
        concurrencyMax,
        queueMax,
        environment);
  }

  /// The same function under another qualifier.
  public FunctionSpec as(String newQualifier, int newVersion) {
    return with(newQualifier, newVersion, layersSha256, network);
  }

  public FunctionSpec withLayers(String newLayersSha256) {
    return with(qualifier, version, newLayersSha256, network);
  }

  public FunctionSpec withNetwork(List<Destination> newNetwork) {
    return with(qualifier, version, layersSha256, newNetwork);
  }

  private FunctionSpec with(
      String newQualifier, int newVersion, String newLayersSha256, List<Destination> newNetwork) {
    return new FunctionSpec(
        tenant,
        name,
        newQualifier,
        newVersion,
        runtime,
        handler,
        codeSha256,
        memoryMb,
        timeoutMs,
        isolation,
        workerConcurrency,
        concurrencyMax,
        queueMax,
        environment,
        newLayersSha256,
        newNetwork);
  }

  /// Whether a name may be given to a function.
  public static boolean isLegalName(String name) {
    return NAME.matcher(name).matches();
  }

  /// Tenant, name and qualifier: what stays the same from deployment to deployment.
  public FunctionId id() {
    return new FunctionId(tenant, name, qualifier);
  }

  /// Environment values are secrets: only the names are shown.
  @Override
  public String toString() {
    Map<String, String> names = new TreeMap<>();
    environment.keySet().forEach(key -> names.put(key, "***"));
    return "FunctionSpec["
        + id()
        + "@"
        + version
        + ", "
        + runtime
        + ", handler="
        + handler
        + ", memoryMb="
        + memoryMb
        + ", timeoutMs="
        + timeoutMs
        + ", isolation="
        + isolation.text()
        + ", environment="
        + names
        + "]";
  }
}
