package dev.perigee.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// All verbs by name, in the order of the help text. A verb's class is loaded when it is made.
final class Verbs {
  private static final Map<String, Function<Context, Object>> MAKERS = new LinkedHashMap<>();

  static {
    MAKERS.put("demo", DemoVerb::new);
    MAKERS.put("up", UpVerb::new);
    MAKERS.put("init", InitVerb::new);
    MAKERS.put("deploy", DeployVerb::new);
    MAKERS.put("image", ImageVerb::new);
    MAKERS.put("dev", DevVerb::new);
    MAKERS.put("invoke", InvokeVerb::new);
    MAKERS.put("list", ListVerb::new);
    MAKERS.put("describe", DescribeVerb::new);
    MAKERS.put("delete", DeleteVerb::new);
    MAKERS.put("publish", PublishVerb::new);
    MAKERS.put("alias", AliasVerb::new);
    MAKERS.put("provision", ProvisionVerb::new);
    MAKERS.put("async", AsyncVerb::new);
    MAKERS.put("trigger", TriggerVerb::new);
    MAKERS.put("queue", QueueVerb::new);
    MAKERS.put("table", TableVerb::new);
    MAKERS.put("bucket", BucketVerb::new);
    MAKERS.put("topic", TopicVerb::new);
    MAKERS.put("lint", LintVerb::new);
    MAKERS.put("estimate", EstimateVerb::new);
    MAKERS.put("cap", CapVerb::new);
    MAKERS.put("trips", TripsVerb::new);
    MAKERS.put("kill", KillVerb::new);
    MAKERS.put("tenant", TenantVerb::new);
    MAKERS.put("key", KeyVerb::new);
    MAKERS.put("secrets", SecretsVerb::new);
    MAKERS.put("logs", LogsVerb::new);
    MAKERS.put("ledger", LedgerVerb::new);
    MAKERS.put("top", TopVerb::new);
    MAKERS.put("explain", ExplainVerb::new);
    MAKERS.put("trace", TraceVerb::new);
    MAKERS.put("simulate", SimulateVerb::new);
    MAKERS.put("sigv4", Sigv4Verb::new);
    MAKERS.put("backup", BackupVerb::new);
    MAKERS.put("restore", RestoreVerb::new);
    MAKERS.put("config", ConfigVerb::new);
    MAKERS.put("doctor", DoctorVerb::new);
    MAKERS.put("version", VersionVerb::new);
    MAKERS.put("completion", CompletionVerb::new);
  }

  private Verbs() {}

  static Map<String, Function<Context, Object>> makers() {
    return MAKERS;
  }
}
