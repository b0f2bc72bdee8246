package dev.cairn.proofs.planted;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs test classes one after the other, up to the first that fails, and prints what came of it:
 * {@code FAILED test TAB why} or {@code PASSED count}.
 */
final class RunTests {
  static final String FAILED = "FAILED ";
  static final String PASSED = "PASSED ";

  private static final int MOST = 160;

  private RunTests() {}

  private static final class Outcome implements TestExecutionListener {
    private final List<String> failures = new ArrayList<>();
    private int passed;

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      switch (result.getStatus()) {
        case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
        case FAILED, ABORTED ->
            failures.add(
                name(test)
                    + "\t"
                    + result
                        .getThrowable()
                        .map(e -> line(String.valueOf(e.getMessage())))
                        .orElse(""));
      }
    }

    private static String name(TestIdentifier test) {
      return test.getSource()
          .filter(MethodSource.class::isInstance)
          .map(MethodSource.class::cast)
          .map(method -> simpleName(method.getClassName()) + "." + method.getMethodName())
          .orElse(test.getDisplayName());
    }

    private static String line(String message) {
      String line = message.strip().replaceAll("\\s+", " ");
      return line.length() > MOST ? line.substring(0, MOST) + "..." : line;
    }

    private static String simpleName(String name) {
      return name.substring(name.lastIndexOf('.') + 1);
    }
  }

  public static void main(String[] classes) throws ClassNotFoundException {
    Launcher launcher = LauncherFactory.create();
    var outcome = new Outcome();
    for (String name : classes) {
      Class<?> test = Class.forName(name);
      try {
        launcher.execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(test)).build(),
            outcome);
      } catch (OutOfMemoryError e) {
        outcome.failures.add(name + "\t" + e);
      }
      if (!outcome.failures.isEmpty()) {
        break;
      }
    }
    System.out.println(
        outcome.failures.isEmpty() ? PASSED + outcome.passed : FAILED + outcome.failures.get(0));
    System.out.flush();
    // A broken test may have left threads that do not end.
    Runtime.getRuntime().halt(0);
  }
}
