package dev.cairn.internal.log.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.log.EntryKind;
import dev.cairn.internal.log.explore.Setting.Breach;
import dev.cairn.internal.log.explore.Setting.Strike;
import dev.cairn.proofs.ProofReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No interleaving of the settings here loses an acknowledged commit or edit, acknowledges a fenced
 * one, applies a denied one, or shows a reader an older state than it was owed. And the explorer
 * finds what breaks when a rule of the protocol is broken.
 *
 * <p>With {@code -Dcairn.explore=large} the settings are those that take minutes. Two writers with
 * two commits each and an editor were not gone through with a lost answer or a late request: that
 * is more than tens of millions of states. With one commit each they are.
 */
final class ExplorerTest {
  private static final String SIZE = System.getProperty("cairn.explore", "small");

  private static final ProofReport REPORT = ProofReport.begin("explore");
  private static final List<Explorer.Result> explored = new ArrayList<>();

  static Stream<Setting> settings() {
    return switch (SIZE) {
      case "small" -> small();
      case "large" -> large();
      default -> throw new IllegalStateException("cairn.explore is small or large, not " + SIZE);
    };
  }

  private static Stream<Setting> small() {
    return Stream.of(
        Setting.of(2, 2).faults(2, Strike.LOST_ANSWER, Strike.values()),
        Setting.of(2, 2).faults(1, Strike.LOST_ANSWER, Strike.values()).oneLate(),
        Setting.of(2, 2).faults(1, Strike.LOST_ANSWER, Strike.values()).oneLate().waits(1),
        Setting.of(2, 3).faults(1, Strike.LOST_ANSWER),
        Setting.of(2, 2).oneLate().truncatingAgain(),
        Setting.of(3, 1),
        Setting.of(2, 2).editors(1),
        Setting.of(2, 1).editors(1).faults(1, Strike.LOST_ANSWER),
        Setting.of(2, 1).editors(1).oneLate(),
        Setting.of(1, 2).editors(2),
        Setting.of(2, 1).editors(1).truncatingAgain(),
        Setting.of(1, 2).editors(2).truncatingAgain(),
        Setting.of(2, 2).oneReader().truncatingAgain(),
        Setting.of(1, 1).editors(2).oneLate(),
        Setting.of(2, 2).oneReader());
  }

  private static Stream<Setting> large() {
    return Stream.of(
        Setting.of(2, 4).truncatingAgain(),
        Setting.of(2, 4).faults(2, Strike.LOST_ANSWER, Strike.values()),
        Setting.of(3, 2),
        Setting.of(2, 3).editors(1),
        Setting.of(2, 4).faults(1, Strike.LOST_ANSWER, Strike.values()).oneLate(),
        Setting.of(2, 3).faults(1, Strike.LOST_ANSWER).oneLate().truncatingAgain(),
        Setting.of(2, 2).editors(1).truncatingAgain(),
        Setting.of(3, 1).faults(1, Strike.LOST_ANSWER),
        Setting.of(3, 1).oneLate(),
        Setting.of(2, 2).faults(2, Strike.LOST_ANSWER).oneLate(),
        Setting.of(2, 3).oneReader(),
        Setting.of(2, 1).editors(1).oneReader());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void explore_byTheRules_keepsEveryPromise(Setting setting) {
    Explorer.Result result = explore(setting);
    assertThat(result.violation()).isEmpty();
    assertThat(result.states()).isGreaterThan(1000);
    explored.add(result);
  }

  @Test
  void explore_claimsDeleted_findsALostCommit() {
    assertBroken(
        Setting.of(2, 2).truncating(EntryKind.COMMIT, EntryKind.CLAIM),
        "lost although acknowledged: [w");
  }

  @Test
  void explore_editsDeleted_findsALostCommit() {
    assertBroken(
        Setting.of(2, 2).editors(1).truncating(EntryKind.COMMIT, EntryKind.EDIT),
        "lost although acknowledged: [w");
  }

  @Test
  void explore_noLookAfterAClaim_findsALostCommit() {
    assertBroken(
        Setting.of(2, 3).breaching(Breach.NO_SECOND_LOOK), "lost although acknowledged: [w");
  }

  @Test
  void explore_noLookAfterAnEdit_findsALostEdit() {
    assertBroken(
        Setting.of(1, 2).editors(1).breaching(Breach.NO_SECOND_LOOK),
        "lost although acknowledged: [e");
  }

  @Test
  void explore_storeThatIgnoresTheCondition_findsALostCommit() {
    assertBroken(
        Setting.of(2, 2).breaching(Breach.PUTS_OVERWRITE), "lost although acknowledged: [w");
  }

  @Test
  void explore_nothingTruncated_needsNoLookAfterAClaim() {
    // What makes the look necessary is truncation alone: the explorer must not cry wolf without it.
    Explorer.Result result =
        explore(Setting.of(2, 3).truncating(EntryKind.EDIT).breaching(Breach.NO_SECOND_LOOK));
    assertThat(result.violation()).isEmpty();
  }

  private static void assertBroken(Setting setting, String how) {
    assertThat(explore(setting).violation())
        .hasValueSatisfying(way -> assertThat(way).startsWith(how));
  }

  /** Only what went through every setting is a proof. */
  @AfterAll
  static void report() {
    if (explored.size() == settings().count()) {
      REPORT
          .figure(SIZE + " bounds")
          .count("settings", explored.size())
          .count("states", explored.stream().mapToLong(Explorer.Result::states).sum())
          .count("moves", explored.stream().mapToLong(Explorer.Result::transitions).sum())
          .held();
    }
  }

  @SuppressWarnings("SystemOut")
  private static Explorer.Result explore(Setting setting) {
    long start = System.nanoTime();
    Explorer.Result result = new Explorer(setting).explore();
    System.out.println(result + ", %d s".formatted((System.nanoTime() - start) / 1_000_000_000));
    return result;
  }
}
