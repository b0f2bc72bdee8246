package dev.cairn.benchmarks.conformance;

import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Which tests passed, and which did not.
 *
 * @param succeeded how many passed
 * @param failures the others, in the order in which they ran
 */
record TestRun(long succeeded, List<Failure> failures) {
  private static final int LONGEST = 200;

  TestRun {
    failures = List.copyOf(failures);
  }

  /**
   * A test that failed.
   *
   * @param test its class and its name
   * @param why the first line of what it threw
   */
  record Failure(String test, String why) {}

  /** Runs the tests of some classes, one after the other. */
  static TestRun of(List<String> classes) {
    Launcher launcher = LauncherFactory.create();
    Watch watch = new Watch();
    List<? extends DiscoverySelector> selectors =
        classes.stream().map(DiscoverySelectors::selectClass).toList();
    launcher.execute(LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(), watch);
    if (watch.succeeded + watch.failures.size() < classes.size()) {
      throw new IllegalStateException("Not all of " + classes + " were found.");
    }
    return new TestRun(watch.succeeded, watch.failures);
  }

  private static final class Watch implements TestExecutionListener {
    private final List<Failure> failures = new ArrayList<>();
    private long succeeded;

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
        succeeded += test.isTest() ? 1 : 0;
      } else {
        // also of a class, whose tests then do not run
        failures.add(
            new Failure(
                name(test),
                result.getThrowable().map(Watch::firstLine).orElse(result.getStatus().name())));
      }
    }

    private static String name(TestIdentifier test) {
      return test.getSource()
          .map(
              source -> {
                if (source instanceof MethodSource method) {
                  String type = method.getClassName();
                  return type.substring(type.lastIndexOf('.') + 1)
                      + "."
                      + method.getMethodName()
                      + (test.getDisplayName().startsWith("[") ? " " + test.getDisplayName() : "");
                }
                return source instanceof ClassSource type ? type.getClassName() : "";
              })
          .orElse(test.getDisplayName());
    }

    private static String firstLine(Throwable thrown) {
      String line =
          String.valueOf(thrown.getMessage())
              .lines()
              .filter(each -> !each.isBlank())
              .findFirst()
              .map(String::trim)
              .orElse("");
      String text = thrown.getClass().getSimpleName() + ": " + line;
      return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
  }
}
