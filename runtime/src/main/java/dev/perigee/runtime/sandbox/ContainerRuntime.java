package dev.perigee.runtime.sandbox;

import dev.perigee.model.function.Isolation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program of the machine that encloses a function: one plug-in per kind.
///
/// A blank becomes it. So whatever the program is, the function's life, limits, meters and
/// connection to the platform are those of the blank, and the end of the blank's namespace ends
/// all.
sealed interface ContainerRuntime permits Bubblewrap, OciRuntime {
  /// Where the blank lays the root that the function shall see, with its code and `/tmp` in it.
  String ROOT = "/run/perigee/root";

  /// A folder of the blank's own for what the program reads and keeps.
  String BUNDLE = "/run/perigee/bundle";

  List<ContainerRuntime> ALL =
      List.of(new Bubblewrap(), OciRuntime.RUNC, OciRuntime.CRUN, OciRuntime.GVISOR);

  /// What is to run inside.
  ///
  /// @param words program and arguments
  /// @param directory where it starts
  /// @param environment all that it gets
  /// @param descriptors how many it may have open
  /// @param uid its user
  /// @param seccomp the list of refused system calls as the Open Container Initiative words it
  record Contained(
      List<String> words,
      String directory,
      Map<String, String> environment,
      int descriptors,
      int uid,
      String seccomp) {}

  /// What the blank executes.
  ///
  /// @param words the program and its arguments
  /// @param files what to write into the bundle first
  /// @param open numbers of descriptors, and the files of the bundle that they shall be
  record Launch(List<String> words, Map<String, String> files, Map<Integer, String> open) {}

  static Optional<ContainerRuntime> of(Isolation isolation) {
    return ALL.stream().filter(one -> one.isolation() == isolation).findFirst();
  }

  Isolation isolation();

  /// What the program is called on the search path.
  String program();

  /// The package of Debian that brings it.
  String debianPackage();

  /// @param path of the program
  Launch launch(String path, Contained contained);
}
