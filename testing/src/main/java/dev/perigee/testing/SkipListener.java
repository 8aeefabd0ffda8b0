package dev.perigee.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Writes down each skipped test, in the folder `target` of the module whose tests run. The last
/// module of the build sets the system property `perigee.skips` to the root of the build and so has
/// the whole list printed.
public final class SkipListener implements TestExecutionListener {
  private final List<Skip> skips = new ArrayList<>();
  private @Nullable TestPlan plan;

  @Override
  public synchronized void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    add(test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      add(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason"));
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan finished) {
    SkipReport.write(Path.of(""), skips());
    String root = System.getProperty("perigee.skips");
    if (root != null) {
      System.out.println("\n" + SkipReport.read(Path.of(root)).summary());
    }
  }

  private synchronized void add(TestIdentifier test, String reason) {
    skips.add(Skip.of(reason, where(test), tests(test)));
  }

  private synchronized List<Skip> skips() {
    return List.copyOf(skips);
  }

  private static String where(TestIdentifier test) {
    return test.getUniqueId().replaceAll(".*\\[class:([^]]*)]", "$1").replaceAll("[\\[\\]]", "");
  }

  /// A container that is skipped takes its tests along; those that are made at run time are unknown
  /// and count as one.
  private synchronized int tests(TestIdentifier test) {
    TestPlan known = plan;
    if (test.isTest() || known == null) {
      return 1;
    }
    return (int)
        Math.max(1, known.getDescendants(test).stream().filter(TestIdentifier::isTest).count());
  }
}
