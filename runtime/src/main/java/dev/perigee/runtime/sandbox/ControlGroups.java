package dev.perigee.runtime.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Where this process may make control groups, and with which controllers.
///
/// The groups lie below the one that the platform itself runs in, so an administrator's limits hold
/// for the sum.
///
/// @param version 1, 2, or 0 for none
/// @param parents controller to the directory that sandboxes' groups are made in
/// @param problem why something is missing; empty if nothing is
record ControlGroups(int version, SortedMap<String, Path> parents, String problem) {
  private static final String KEPT = "kept";

  /// Devices are not limited here: runc makes a group of its own for them, which so lies in ours.
  private static final Set<String> WANTED =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(List.of("cpu", "cpuacct", "devices", "freezer", "memory", "pids")));

  /// Tries what works; leaves a directory `name` per hierarchy behind.
  static ControlGroups detect(String name) {
    return detect(Path.of("/sys/fs/cgroup"), name);
  }

  /// @param mount where the hierarchies are mounted
  static ControlGroups detect(Path mount, String name) {
    List<String> problems = new ArrayList<>();
    try {
      List<String> own = Files.readAllLines(Path.of("/proc/self/cgroup"));
      SortedMap<String, Path> v1 = versionOne(mount, own, name, problems);
      if (v1.containsKey("memory") || v1.containsKey("cpu")) {
        keepSwitchesOn(v1);
        return new ControlGroups(1, v1, String.join("; ", problems));
      }
      return versionTwo(mount, own, name, problems);
    } catch (IOException e) {
      problems.add("/proc/self/cgroup can't be read: " + e.getMessage());
      return new ControlGroups(0, new TreeMap<>(), String.join("; ", problems));
    }
  }

  private static SortedMap<String, Path> versionOne(
      Path root, List<String> own, String name, List<String> problems) {
    SortedMap<String, Path> parents = new TreeMap<>();
    for (String line : own) {
      String[] parts = line.split(":", 3);
      for (String controller : parts[1].split(",")) {
        Path mount = root.resolve(controller);
        if (WANTED.contains(controller) && Files.isDirectory(mount)) {
          Path parent = below(mount, parts[2].substring(1)).resolve(name);
          make(parent, problems, () -> parents.put(controller, parent));
        }
      }
    }
    return parents;
  }

  /// The kernel rewrites its own code when the first group of the machine is frozen or gets a
  /// quota, and again after the last: several milliseconds. One group that stays frozen and one
  /// with a quota, both empty, make each further change take microseconds.
  private static void keepSwitchesOn(SortedMap<String, Path> parents) {
    keep(parents.get("freezer"), "freezer.state", "FROZEN");
    keep(parents.get("cpu"), "cpu.cfs_quota_us", "100000");
  }

  private static void keep(@Nullable Path parent, String file, String value) {
    if (parent != null) {
      Path kept = parent.resolve(KEPT);
      if (kept.toFile().mkdir()) {
        GroupFiles.tryWrite(kept.resolve(file), value);
      }
    }
  }

  /// Removes every directory that `detect` made.
  void remove() {
    for (Path parent : new LinkedHashSet<>(parents.values())) {
      if (version == 1) {
        GroupFiles.remove(parent.resolve(KEPT));
      }
      GroupFiles.remove(parent);
    }
  }

  private static ControlGroups versionTwo(
      Path mount, List<String> own, String name, List<String> problems) {
    String self =
        own.stream()
            .filter(l -> l.startsWith("0::/"))
            .map(l -> l.substring(4))
            .findFirst()
            .orElse("");
    SortedMap<String, Path> parents = new TreeMap<>();
    if (!Files.exists(mount.resolve("cgroup.controllers"))) {
      problems.add("no control groups are mounted at " + mount);
      return new ControlGroups(0, parents, String.join("; ", problems));
    }
    Path home = below(mount, self);
    Path parent = home.resolve(name);
    make(parent, problems, () -> delegate(home, parent, parents, problems));
    int version = parents.isEmpty() ? 0 : 2;
    return new ControlGroups(version, parents, String.join("; ", problems));
  }

  /// A group with controllers for its children may hold no process itself, so the platform moves
  /// into a leaf.
  private static void delegate(
      Path home, Path parent, SortedMap<String, Path> parents, List<String> problems) {
    try {
      Set<String> available = controllers(home.resolve("cgroup.controllers"));
      if (!controllers(home.resolve("cgroup.subtree_control")).containsAll(available)
          && Files.exists(home.resolve("cgroup.type"))) {
        Path leaf = home.resolve("perigee-platform");
        Files.createDirectories(leaf);
        GroupFiles.write(leaf.resolve("cgroup.procs"), ProcessHandle.current().pid());
      }
      for (String controller : WANTED) {
        if (available.contains(controller)) {
          GroupFiles.tryWrite(home.resolve("cgroup.subtree_control"), "+" + controller);
          GroupFiles.tryWrite(parent.resolve("cgroup.subtree_control"), "+" + controller);
        }
      }
      controllers(parent.resolve("cgroup.subtree_control"))
          .forEach(controller -> parents.put(controller, parent));
      parents.put("freezer", parent);
      parents.put("cpuacct", parent);
    } catch (IOException e) {
      problems.add("control groups can't be delegated below " + home + ": " + e.getMessage());
    }
  }

  /// In a container the mount may start at its own group, of which the path is the outer one.
  private static Path below(Path mount, String path) {
    Path own = mount.resolve(path);
    return Files.isDirectory(own) ? own : mount;
  }

  private static Set<String> controllers(Path file) throws IOException {
    Set<String> named = new TreeSet<>(List.of(GroupFiles.read(file).split(" ")));
    named.remove("");
    return named;
  }

  private static void make(Path parent, List<String> problems, Runnable then) {
    try {
      Files.createDirectories(parent);
      then.run();
    } catch (IOException e) {
      problems.add("no group can be made at " + parent + ": " + e.getMessage());
    }
  }

  /// A new group for one sandbox.
  ControlGroup create(String name) throws IOException {
    return switch (version) {
      case 1 -> {
        SortedMap<String, Path> paths = new TreeMap<>();
        parents.forEach((controller, parent) -> paths.put(controller, parent.resolve(name)));
        yield ControlGroupV1.create(paths);
      }
      case 2 -> ControlGroupV2.create(parents.firstEntry().getValue().resolve(name));
      default -> new NoControlGroup();
    };
  }

  boolean has(String controller) {
    return parents.containsKey(controller);
  }

  /// Every directory that `detect` made.
  List<String> directories() {
    return parents.values().stream().map(Path::toString).distinct().toList();
  }
}
