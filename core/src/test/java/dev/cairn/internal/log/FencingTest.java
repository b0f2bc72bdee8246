package dev.cairn.internal.log;

import static dev.cairn.store.RequestKind.PUT_IF_ABSENT;
import static dev.cairn.store.faults.RequestMatch.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.FencedException;
import dev.cairn.Writer;
import dev.cairn.store.faults.Fault;
import org.junit.jupiter.api.Test;

/** What a writer learns when a newer one has opened the process. */
final class FencingTest {
  private final LogFixture fixture = new LogFixture();
  private final CommitLog log = fixture.open();

  @Test
  void commit_newerClaim_saysByWhomAndWhen() {
    log.commit(Marks.commit("mine"));
    CommitLog.open(fixture.other());
    FencedException fenced =
        catchThrowableOfType(FencedException.class, () -> log.commit(Marks.commit("late")));
    assertThat(fenced)
        .hasMessageContaining("training/ranker")
        .hasMessageContaining("test@other, process 1")
        .hasMessageContaining("2026-01-01T12:00:00Z")
        .hasMessageContaining("(v3)")
        .hasMessageContaining("(epoch 1)")
        .hasMessageNotContainingAny("\n");
    assertThat(fenced.by()).isEqualTo(new Writer("other", 1, "test"));
    assertThat(fenced.since()).isEqualTo(Marks.NOON);
    assertThat(fixture.marks()).containsExactly("mine");
  }

  @Test
  void commit_onceFenced_isFencedForGoodWithoutAsking() {
    CommitLog.open(fixture.other());
    FencedException first =
        catchThrowableOfType(FencedException.class, () -> log.commit(Marks.commit("late")));
    // Not even an empty log would let it write again.
    fixture.truncate(1);
    fixture.truncate(2);
    fixture.requests();
    FencedException second =
        catchThrowableOfType(FencedException.class, () -> log.commit(Marks.commit("later")));
    FencedException third = catchThrowableOfType(FencedException.class, log::requireNotFenced);
    assertThat(fixture.requests().total()).isZero();
    assertThat(second).hasMessage(first.getMessage()).isNotSameAs(first);
    assertThat(third).hasMessage(first.getMessage()).isNotSameAs(second);
  }

  @Test
  void commit_editThenClaim_isFenced() {
    CommitLog.edit(fixture.other(), Marks.edit("edit"));
    CommitLog.open(fixture.other());
    assertThatThrownBy(() -> log.commit(Marks.commit("late")))
        .isInstanceOf(FencedException.class)
        .hasMessageContaining("(v3)");
    assertThat(fixture.marks()).containsExactly("edit");
  }

  @Test
  void commit_appliedBeforeTheClaimItsAnswerLost_isCommittedAndTheNextFenced() {
    fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.lostAnswer());
    fixture.faulty.after(next(PUT_IF_ABSENT), () -> CommitLog.open(fixture.other()));
    assertThat(log.commit(Marks.commit("first")).version()).isEqualTo(2);
    assertThatThrownBy(() -> log.commit(Marks.commit("second")))
        .isInstanceOf(FencedException.class);
    assertThat(fixture.marks()).containsExactly("first");
  }

  @Test
  void commit_lostAndTheClaimCameFirst_isFencedAndNeverLands() {
    fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.late());
    fixture.faulty.after(next(PUT_IF_ABSENT), () -> CommitLog.open(fixture.other()));
    assertThatThrownBy(() -> log.commit(Marks.commit("late"))).isInstanceOf(FencedException.class);
    fixture.faulty.landLate();
    assertThat(fixture.marks()).isEmpty();
    assertThat(fixture.newest().newestVersion()).isEqualTo(2);
  }

  @Test
  void commit_threeWritersInTurn_eachIsFencedByTheNext() {
    CommitLog second = CommitLog.open(Contexts.of(fixture.memory, "second"));
    assertThatThrownBy(() -> log.commit(Marks.commit("late"))).isInstanceOf(FencedException.class);
    assertThat(second.commit(Marks.commit("second")).version()).isEqualTo(3);
    CommitLog third = CommitLog.open(Contexts.of(fixture.memory, "third"));
    assertThatThrownBy(() -> second.commit(Marks.commit("late")))
        .isInstanceOf(FencedException.class)
        .hasMessageContaining("test@third");
    assertThat(third.epoch()).isEqualTo(4);
    assertThat(fixture.marks()).containsExactly("second");
  }
}
