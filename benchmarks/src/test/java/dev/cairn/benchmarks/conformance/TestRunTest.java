package dev.cairn.benchmarks.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** That a failed test is told, and one that is not there. */
class TestRunTest {
  /** Surefire does not take it for a test, by its name. */
  static final class Sample {
    @Test
    void passes() {}

    @Test
    void fails() {
      throw new IllegalStateException("\nbroken\nmore");
    }
  }

  @Test
  void of_oneFailsAndOnePasses_tellsBoth() {
    TestRun run = TestRun.of(List.of(Sample.class.getName()));
    assertThat(run.succeeded()).isEqualTo(1);
    assertThat(run.failures())
        .containsExactly(
            new TestRun.Failure("TestRunTest$Sample.fails", "IllegalStateException: broken"));
  }

  @Test
  void of_unknownClass_isAFailure() {
    TestRun run = TestRun.of(List.of("dev.cairn.NoSuchTest"));
    assertThat(run.succeeded()).isZero();
    assertThat(run.failures()).hasSize(1);
  }

  @Test
  void tests_areThere() {
    assertThat(Conformance.TESTS).allSatisfy(name -> assertThat(Class.forName(name)).isNotNull());
  }

  @Test
  void table_tellsEachFailure() {
    Conformance found =
        new Conformance(
            "some",
            10,
            9,
            List.of("create-race: two won"),
            7,
            List.of(new TestRun.Failure("OneTest.one", "AssertionError: no")));
    assertThat(found.table())
        .contains("| some | 9 of 10 | 7 of 8 |")
        .contains("- probe: create-race: two won")
        .contains("- OneTest.one: AssertionError: no");
  }
}
