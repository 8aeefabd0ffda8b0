package dev.perigee.runtime.sandbox;

import dev.perigee.runtime.worker.JsonText;
import java.util.List;
import java.util.Map;

/// The `config.json` of a container as the runtime specification of the Open Container Initiative
/// has it.
///
/// It asks for a process and a mount namespace only: a network, host name and message queues of its
/// own the blank has already, and so are its limits of memory, processes and CPU those of the
/// blank's control group.
final class OciConfig {
  /// What the kernel tells of the whole machine, as container engines hide it.
  private static final List<String> MASKED =
      List.of(
          "/proc/acpi",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats");

  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private static final String CAPABILITIES =
      "{\"bounding\":[],\"effective\":[],\"inheritable\":[],\"permitted\":[],\"ambient\":[]}";

  private static final String MOUNTS =
      """
      [{"destination":"/proc","type":"proc","source":"proc","options":["nosuid","noexec","nodev"]},\
      {"destination":"/dev","type":"tmpfs","source":"tmpfs",\
      "options":["nosuid","noexec","strictatime","mode=755","size=64k"]},\
      {"destination":"/dev/shm","type":"tmpfs","source":"shm","options":["nosuid","noexec","nodev","mode=1777"]},\
      {"destination":"/tmp","type":"bind","source":"%s/tmp","options":["bind","rw","nosuid","nodev"]}]\
      """
          .formatted(ContainerRuntime.ROOT);

  private OciConfig() {}

  static String of(ContainerRuntime.Contained contained) {
    return """
    {"ociVersion":"1.0.2","process":%s,"root":{"path":"%s","readonly":true},"mounts":%s,\
    "linux":{"namespaces":[{"type":"pid"},{"type":"mount"}],"maskedPaths":%s,"readonlyPaths":%s,\
    "seccomp":%s}}\
    """
        .formatted(
            process(contained),
            ContainerRuntime.ROOT,
            MOUNTS,
            SandboxOrder.strings(MASKED),
            SandboxOrder.strings(READ_ONLY),
            contained.seccomp());
  }

  private static String process(ContainerRuntime.Contained contained) {
    return """
    {"terminal":false,"user":{"uid":%d,"gid":%d},"args":%s,"env":%s,"cwd":%s,"capabilities":%s,\
    "rlimits":[%s,%s],"noNewPrivileges":true}\
    """
        .formatted(
            contained.uid(),
            contained.uid(),
            SandboxOrder.strings(contained.words()),
            SandboxOrder.strings(variables(contained.environment())),
            JsonText.quote(contained.directory()),
            CAPABILITIES,
            limit("RLIMIT_CORE", 0),
            limit("RLIMIT_NOFILE", contained.descriptors()));
  }

  private static List<String> variables(Map<String, String> environment) {
    return environment.entrySet().stream()
        .map(variable -> variable.getKey() + "=" + variable.getValue())
        .toList();
  }

  private static String limit(String name, int value) {
    return "{\"type\":\"%s\",\"hard\":%d,\"soft\":%d}".formatted(name, value, value);
  }
}
