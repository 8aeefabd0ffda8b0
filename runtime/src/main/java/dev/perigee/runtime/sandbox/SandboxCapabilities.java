package dev.perigee.runtime.sandbox;

import java.util.List;

/// What this machine offers to keep functions apart.
///
/// @param python the machine's Python 3
/// @param seccomp the list of refused system calls, as the Open Container Initiative words it
/// @param facts one per ability, in a stable order
public record SandboxCapabilities(Interpreter python, String seccomp, List<Fact> facts) {

  /// @param version empty without one
  /// @param path of the program
  /// @param modules folders of installed modules, as a search path
  public record Interpreter(String version, String path, String modules) {
    static final Interpreter NONE = new Interpreter("", "", "");
  }

  /// One ability.
  ///
  /// @param name of the ability, such as `namespaces`
  /// @param present whether the machine has it
  /// @param detail what it is used for, or why it is missing and how to get it
  public record Fact(String name, boolean present, String detail) {}

  public SandboxCapabilities {
    facts = List.copyOf(facts);
  }

  /// Whether an ability is there; an unknown one is not.
  public boolean has(String name) {
    return facts.stream().anyMatch(fact -> fact.name().equals(name) && fact.present());
  }

  /// Why an ability is missing.
  public String reason(String name) {
    return facts.stream()
        .filter(fact -> fact.name().equals(name))
        .map(Fact::detail)
        .findFirst()
        .orElse("not known to this version");
  }
}
