package dev.perigee.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each rule fails on a deliberate violation, with a message that names the remedy.
final class RulesTest {
  private static final String ROOT = "dev.perigee.checks.fixture";
  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(ROOT);
  private final Rules rules = new Rules(ROOT);

  @Test
  void noticesAnImportAgainstTheArrows() {
    assertThat(violations(rules.arrows()))
        .isNotEmpty()
        .allMatch(v -> v.startsWith("policy -> ledger is no arrow"))
        .allMatch(v -> v.contains("remedy: policy may import only [energy, model]"));
  }

  @Test
  void noticesEachBannedUseInTheKernel() {
    List<String> violations = violations(rules.kernelBans());

    assertThat(Ban.KERNEL)
        .allSatisfy(ban ->
            assertThat(violations)
                .as(ban.what())
                .anyMatch(v -> v.contains(" is " + ban.what()) && v.contains(ban.remedy())));
    assertThat(violations).noneMatch(v -> v.contains("WellBehaved"));
  }

  @Test
  void namesEveryMethodThatBreaksABan() {
    assertThat(violations(rules.kernelBans()))
        .anyMatch(v -> v.startsWith("java.lang.System.nanoTime is a wall clock"))
        .anyMatch(v -> v.startsWith("java.time.Instant.now is a wall clock"))
        .anyMatch(v -> v.startsWith("java.util.SplittableRandom.<init>"))
        .anyMatch(v -> v.startsWith("java.util.UUID.randomUUID"))
        .anyMatch(v -> v.startsWith("java.lang.Math.sin is"))
        .anyMatch(v -> v.startsWith("java.net.Socket is a socket"));
  }

  @Test
  void noticesWhatIsNotOfJavaBase() {
    assertThat(violations(rules.kernelNeedsOnlyJavaBase()))
        .anyMatch(v -> v.startsWith("java.util.logging.Logger is outside java.base; remedy:"))
        .noneMatch(v -> v.contains("WellBehaved"));
  }

  @Test
  void noticesACycleOfPackages() {
    assertThat(rules.noPackageCycles().getDescription()).contains("remedy: merge them");
    assertThat(violations(rules.noPackageCycles())).singleElement().asString().contains("energy.a");
  }

  @Test
  void noticesAPackageThatSaysNothing() {
    assertThat(violations(rules.speakingPackageNames()))
        .anyMatch(v -> v.contains("'util'; remedy: name it by the noun"));
  }

  private static List<String> violations(ArchRule rule) {
    return rule.evaluate(CLASSES).getFailureReport().getDetails();
  }
}
