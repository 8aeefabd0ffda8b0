package dev.perigee.checks;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.perigee.checks.Ban.Use;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The rules on byte code, for the modules below one root package. Their tests give them another
/// root, below which the rules are broken on purpose.
final class Rules {
  private static final Set<String> EMPTY_WORDS =
      Set.of("util", "utils", "common", "impl", "manager", "helper", "helpers", "misc");
  private static final Set<String> JAVA_BASE =
      ModuleLayer.boot().findModule("java.base").orElseThrow().getPackages();

  private final String root;

  Rules(String root) {
    this.root = root + ".";
  }

  ArchRule arrows() {
    return ArchRuleDefinition.classes().should(each("import only along the arrows", this::arrow));
  }

  ArchRule kernelBans() {
    return kernelClasses().should(each("stay away from clocks, threads and files", this::bans));
  }

  ArchRule kernelNeedsOnlyJavaBase() {
    return kernelClasses().should(each("need java.base only", this::outside));
  }

  ArchRule noPackageCycles() {
    return SlicesRuleDefinition.slices()
        .matching(root + "(**)")
        .should()
        .beFreeOfCycles()
        .because(
            "packages that need each other are one package; remedy: merge them or move a type");
  }

  ArchRule speakingPackageNames() {
    return ArchRuleDefinition.classes().should(each("lie in speaking packages", this::emptyWords));
  }

  private GivenClassesConjunction kernelClasses() {
    return ArchRuleDefinition.classes()
        .that(
            DescribedPredicate.describe(
                "are of the kernel", c -> Arrows.KERNEL.contains(module(c))));
  }

  /// The module that a class belongs to, or an empty string if it is not one of ours.
  String module(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(root)) {
      return "";
    }
    String below = name.substring(root.length());
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  private void arrow(JavaClass type, ConditionEvents events) {
    String from = module(type);
    Set<String> allowed = Arrows.from(from);
    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
      String to = module(dependency.getTargetClass().getBaseComponentType());
      if (!to.isEmpty() && !to.equals(from) && !allowed.contains(to)) {
        violate(
            type,
            events,
            ("%s -> %s is no arrow (%s); remedy: %s may import only %s: move the type down to"
                    + " model, or let cli hand the value in")
                .formatted(from, to, dependency.getDescription(), from, new TreeSet<>(allowed)));
      }
    }
  }

  private void bans(JavaClass type, ConditionEvents events) {
    for (JavaAccess<?> access : type.getAccessesFromSelf()) {
      int parameters =
          access.getTarget() instanceof CodeUnitAccessTarget unit
              ? unit.getRawParameterTypes().size()
              : 0;
      String owner = access.getTargetOwner().getFullName();
      ban(type, new Use(owner, access.getName(), parameters), access.getDescription(), events);
    }
    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
      String owner = dependency.getTargetClass().getBaseComponentType().getFullName();
      ban(type, new Use(owner, "", 0), dependency.getDescription(), events);
    }
  }

  private static void ban(JavaClass type, Use use, String where, ConditionEvents events) {
    for (Ban ban : Ban.KERNEL) {
      if (ban.matches().test(use)) {
        violate(
            type,
            events,
            "%s is %s, which the kernel may not use; remedy: %s (%s)"
                .formatted(use, ban.what(), ban.remedy(), where));
      }
    }
  }

  private void outside(JavaClass type, ConditionEvents events) {
    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
      JavaClass target = dependency.getTargetClass().getBaseComponentType();
      String name = target.getPackageName();
      boolean ours = !module(target).isEmpty() || name.equals("org.jspecify.annotations");
      if (!ours && !target.isPrimitive() && !JAVA_BASE.contains(name)) {
        violate(
            type,
            events,
            "%s is outside java.base; remedy: convert it in the module that owns the dependency (%s)"
                .formatted(target.getFullName(), dependency.getDescription()));
      }
    }
  }

  private void emptyWords(JavaClass type, ConditionEvents events) {
    List<String> words = List.of(type.getPackageName().split("\\."));
    words.stream()
        .filter(EMPTY_WORDS::contains)
        .forEach(word ->
            violate(
                type,
                events,
                "package %s says nothing by '%s'; remedy: name it by the noun it is about"
                    .formatted(type.getPackageName(), word)));
  }

  private static void violate(JavaClass type, ConditionEvents events, String message) {
    events.add(SimpleConditionEvent.violated(type, message));
  }

  private interface Check {
    void on(JavaClass type, ConditionEvents events);
  }

  private static ArchCondition<JavaClass> each(String description, Check check) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        check.on(type, events);
      }
    };
  }
}
