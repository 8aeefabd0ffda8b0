package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.runtime.worker.JsonText;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A program of the platform that works for a tenant and may meet its code: an installer of
/// packages, a virtual machine for modules. It runs in namespaces, behind the same walls as
/// functions.
///
/// @param words program and arguments; `python3` stands for the machine's interpreter
/// @param environment all that it gets
/// @param directory where it starts, as it sees it
/// @param view what it sees and may use
public record SandboxCommand(
    String tenant,
    List<String> words,
    SortedMap<String, String> environment,
    String directory,
    View view) {
  private static final int DESCRIPTORS_MAX = 1024;
  private static final int PROCESSES_MAX = 512;

  /// What a command sees beside the minimal root.
  ///
  /// @param shown files and folders of the machine, read-only, and the paths at which it sees them
  /// @param writable folders that become its own, likewise
  /// @param network whether it shares the machine's network; else it has its own loopback only
  /// @param memoryBytes limit of its memory, where control groups can limit it
  public record View(
      Map<Path, String> shown, Map<Path, String> writable, boolean network, long memoryBytes) {
    public View {
      shown = Collections.unmodifiableMap(new LinkedHashMap<>(shown));
      writable = Collections.unmodifiableMap(new LinkedHashMap<>(writable));
    }
  }

  public SandboxCommand {
    words = List.copyOf(words);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }

  byte[] order(boolean limitProcesses) {
    String text =
        "{\"kind\":\"command\",\"descriptor\":0,\"words\":"
            + SandboxOrder.strings(words)
            + ",\"environment\":"
            + JsonText.object(environment)
            + ",\"directory\":"
            + JsonText.quote(directory)
            + ",\"shown\":"
            + SandboxOrder.pairs(view.shown)
            + ",\"writable\":"
            + SandboxOrder.pairs(view.writable)
            + ",\"descriptors\":"
            + DESCRIPTORS_MAX
            + (limitProcesses ? ",\"rlimit_processes\":" + PROCESSES_MAX : "")
            + "}";
    return text.getBytes(UTF_8);
  }

  /// Values of variables may be secrets: they are not shown.
  @Override
  public String toString() {
    return "SandboxCommand[" + tenant + ", " + words + "]";
  }
}
