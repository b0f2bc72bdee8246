package dev.cairn.store.faults;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.store.RequestKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Decides what happens to each request: numbers it, finds the scripted rules that mean it, and
 * draws. Threads may share it.
 */
final class FaultSource {
  private final Optional<RandomFaults> random;
  private final List<Fault.Kind> drawn;

  @GuardedBy("this")
  private final SplittableRandom generator;

  @GuardedBy("this")
  private final List<Rule> rules = new ArrayList<>();

  @GuardedBy("this")
  private long requests;

  @GuardedBy("this")
  private boolean healed;

  FaultSource(Optional<RandomFaults> random) {
    this.random = random;
    // A set has no order of its own, and the draws must not depend on one.
    this.drawn = random.map(faults -> faults.kinds().stream().sorted().toList()).orElse(List.of());
    this.generator = new SplittableRandom(random.map(RandomFaults::seed).orElse(0L));
  }

  /** What is to happen to one request. */
  record Plan(long number, List<Runnable> before, List<Runnable> after, Optional<Fault> fault) {}

  /** What a rule does to the requests that it means. */
  sealed interface Action {
    record Strike(Fault fault) implements Action {}

    record Before(Runnable hook) implements Action {}

    record After(Runnable hook) implements Action {}
  }

  private static final class Rule {
    final RequestMatch match;
    final Action action;
    int seen;

    Rule(RequestMatch match, Action action) {
      this.match = match;
      this.action = action;
    }

    boolean spent() {
      return seen - match.skipped() >= match.times();
    }
  }

  synchronized void add(RequestMatch match, Action action) {
    rules.add(new Rule(match, action));
  }

  synchronized void heal() {
    rules.clear();
    healed = true;
  }

  synchronized Plan plan(RequestKind kind, Collection<String> keys) {
    requests++;
    List<Runnable> before = new ArrayList<>();
    List<Runnable> after = new ArrayList<>();
    Optional<Fault> fault = draw(kind);
    boolean scripted = false;
    for (Rule rule : rules) {
      boolean strikes = rule.action instanceof Action.Strike;
      // A rule that comes second keeps its count, and strikes the next request that it means.
      if (!rule.match.matches(kind, keys) || (strikes && scripted)) {
        continue;
      }
      rule.seen++;
      if (rule.seen <= rule.match.skipped()) {
        continue;
      }
      if (rule.action instanceof Action.Strike strike) {
        fault = Optional.of(strike.fault());
        scripted = true;
      } else if (rule.action instanceof Action.Before hook) {
        before.add(hook.hook());
      } else if (rule.action instanceof Action.After hook) {
        after.add(hook.hook());
      }
    }
    rules.removeIf(Rule::spent);
    return new Plan(requests, before, after, fault);
  }

  @GuardedBy("this")
  private Optional<Fault> draw(RequestKind kind) {
    if (random.isEmpty() || healed) {
      return Optional.empty();
    }
    // Every request takes the same number of draws, so that one fault more does not shift the rest.
    double chance = generator.nextDouble();
    Fault.Kind fault = drawn.get(generator.nextInt(drawn.size()));
    int landsAfter = 1 + generator.nextInt(random.get().latest());
    return chance < random.get().probability() && fault.fits(kind)
        ? Optional.of(new Fault(fault, landsAfter))
        : Optional.empty();
  }
}
