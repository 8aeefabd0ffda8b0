package dev.perigee.runtime.sandbox;

import dev.perigee.fabric.image.ImageCommand;
import dev.perigee.model.function.FunctionArn;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.runtime.worker.WorkerSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/// The variables that AWS Lambda sets for a function, over those of the user: reserved names win.
public final class LambdaEnvironment {
  /// Where an isolated function finds its code.
  public static final String TASK_ROOT = "/var/task";

  private static final String INITIALIZATION_TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE";

  private LambdaEnvironment() {}

  /// All variables of a function whose code lies at `taskRoot`.
  public static Map<String, String> of(FunctionSpec function, String taskRoot) {
    return of(function, taskRoot, Map.of());
  }

  /// All variables of a worker.
  public static Map<String, String> of(WorkerSpec worker, String taskRoot) {
    Map<String, String> image = worker.image().map(ImageCommand::environment).orElse(Map.of());
    Map<String, String> all = of(worker.function(), taskRoot, image);
    new Shown(worker).layers().ifPresent(layers -> putLayers(all, worker.function(), layers));
    if (worker.ahead()) {
      all.put(INITIALIZATION_TYPE, "provisioned-concurrency");
    }
    return all;
  }

  /// Paths into layers, where the user does not say otherwise.
  private static void putLayers(Map<String, String> all, FunctionSpec function, String layers) {
    Map<String, String> paths =
        Map.of(
            "PATH", "/usr/local/bin:/usr/bin:/bin:" + layers + "/bin",
            "LD_LIBRARY_PATH", layers + "/lib",
            "PYTHONPATH", layers + "/python");
    paths.forEach((name, path) -> {
      if (!function.environment().containsKey(name)) {
        all.put(name, path);
      }
    });
  }

  /// The same with what an image sets, which the function's own come over.
  private static Map<String, String> of(
      FunctionSpec function, String taskRoot, Map<String, String> image) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("PATH", "/usr/local/bin:/usr/bin:/bin:/opt/bin");
    all.put("LANG", "C.UTF-8");
    all.put("TZ", ":UTC");
    all.put("HOME", "/tmp");
    all.put("TMPDIR", "/tmp");
    all.put("AWS_ACCESS_KEY_ID", "perigee");
    all.put("AWS_SECRET_ACCESS_KEY", "perigee");
    all.putAll(image);
    all.putAll(function.environment());
    if (!function.network().isEmpty()) {
      all.putAll(WayOut.variables());
    }
    all.put("_HANDLER", function.handler());
    all.put("AWS_REGION", FunctionArn.REGION_DEFAULT);
    all.put("AWS_DEFAULT_REGION", FunctionArn.REGION_DEFAULT);
    all.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime());
    all.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
    all.put("AWS_LAMBDA_FUNCTION_VERSION", function.qualifier());
    all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMb()));
    all.put(INITIALIZATION_TYPE, "on-demand");
    all.put("AWS_LAMBDA_LOG_GROUP_NAME", logGroup(function));
    all.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream(function));
    all.put("LAMBDA_TASK_ROOT", taskRoot);
    all.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
    return all;
  }

  static String logGroup(FunctionSpec function) {
    return "/aws/lambda/" + function.name();
  }

  static String logStream(FunctionSpec function) {
    return function.tenant() + "/" + function.name() + "/[" + function.qualifier() + "]";
  }
}
