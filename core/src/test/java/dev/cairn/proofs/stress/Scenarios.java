package dev.cairn.proofs.stress;

import java.time.Duration;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * How many scenarios are drawn for the operations of a class, and how often each is executed. The
 * same are drawn in each run.
 *
 * @param threads that do operations at the same time
 * @param operations that each of them does
 * @param scenarios that are drawn
 * @param executions of each; step by step there may be fewer, when there are no more interleavings
 */
record Scenarios(int threads, int operations, int scenarios, int executions) {
  /** For one execution; what takes longer hangs. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** What all of them together are executed, at most. */
  long total() {
    return (long) scenarios * executions;
  }

  /**
   * Executes them by threads that run as the machine lets them.
   *
   * @param subject whose operations are done
   * @param sequential the same operations, for one thread
   * @throws AssertionError when no order of the operations explains what they gave, or the subject
   *     finds itself in a state that must not be
   */
  void run(Class<?> subject, Class<?> sequential) {
    check(new StressOptions(), subject, sequential);
  }

  /**
   * Executes them one step at a time, where the checker chooses whose step is next. It needs a
   * subject that starts no threads. What is inside of Caffeine is one step.
   *
   * @param more scenarios, each with a list of operations for each thread
   */
  void step(Class<?> subject, Class<?> sequential, List<List<List<Actor>>> more) {
    ModelCheckingOptions options = new ModelCheckingOptions();
    options.addGuarantee(
        ManagedStrategyGuaranteeKt.forClasses(
                (String name) -> name.startsWith("com.github.benmanes.caffeine."))
            .allMethods()
            .treatAsAtomic());
    for (List<List<Actor>> scenario : more) {
      options.addCustomScenario(new ExecutionScenario(List.of(), scenario, List.of(), null));
    }
    check(options, subject, sequential);
  }

  private void check(Options<?, ?> options, Class<?> subject, Class<?> sequential) {
    options.threads(threads);
    options.actorsPerThread(operations);
    options.actorsBefore(0);
    options.actorsAfter(1);
    options.iterations(scenarios);
    options.invocationsPerIteration(executions);
    options.sequentialSpecification(sequential);
    // The usual half a minute passes on a machine that is busy with other things.
    options.invocationTimeout$lincheck(PATIENCE.toMillis());
    // It would take hundreds of further executions.
    options.minimizeFailedScenario(false);
    options.check(subject);
  }
}
