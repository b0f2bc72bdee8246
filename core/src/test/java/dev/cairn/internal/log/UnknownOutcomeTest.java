package dev.cairn.internal.log;

import static dev.cairn.store.RequestKind.PUT_IF_ABSENT;
import static dev.cairn.store.faults.RequestMatch.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CommitOutcomeUnknownException;
import dev.cairn.FencedException;
import dev.cairn.store.StoreException;
import dev.cairn.store.faults.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Commits whose outcome stays open, and what becomes of them. */
final class UnknownOutcomeTest {
  private final LogFixture fixture = new LogFixture();
  private final CommitLog log = fixture.open();

  private void commitWithoutAnswer(Fault fault) {
    fixture.faulty.inject(next(PUT_IF_ABSENT), fault);
    fixture.faulty.inject(next(PUT_IF_ABSENT).everyTime(), Fault.lostRequest());
    assertThatThrownBy(() -> log.commit(Marks.commit("open")))
        .isInstanceOf(CommitOutcomeUnknownException.class)
        .hasMessageContaining("v2 of training/ranker")
        .hasMessageContaining("in time")
        .hasMessageNotContainingAny("\n");
    fixture.faulty.heal();
  }

  @Test
  void commit_noAnswer_isPursuedAsLongAsPatienceSays() {
    var time = new FakeTime();
    CommitLog slow =
        CommitLog.open(
            Contexts.of(
                fixture.faulty, "mine", time.patience(Duration.ofMinutes(2)), WriteIds.random()));
    fixture.faulty.inject(next(PUT_IF_ABSENT).everyTime(), Fault.lostRequest());
    fixture.requests();
    assertThatThrownBy(() -> slow.commit(Marks.commit("open")))
        .isInstanceOf(CommitOutcomeUnknownException.class);
    // The pauses double from 20 ms to 2 s, give or take a half.
    assertThat(time.passed()).isBetween(Duration.ofMinutes(2), Duration.ofSeconds(123));
    assertThat(fixture.faulty.history()).hasSizeBetween(45, 150);
  }

  @Test
  void commit_afterOneThatWasApplied_comesAfterIt() {
    commitWithoutAnswer(Fault.lostAnswer());
    assertThat(log.commit(Marks.commit("next")).version()).isEqualTo(3);
    assertThat(fixture.marks()).containsExactly("open", "next");
  }

  @Test
  void commit_afterOneThatWasNot_putsThatFirst() {
    commitWithoutAnswer(Fault.lostRequest());
    assertThat(log.commit(Marks.commit("next")).version()).isEqualTo(3);
    assertThat(fixture.marks()).containsExactly("open", "next");
  }

  @Test
  void commit_afterOneThatLandsLater_comesAfterIt() {
    commitWithoutAnswer(Fault.late());
    fixture.faulty.landLate();
    assertThat(log.commit(Marks.commit("next")).version()).isEqualTo(3);
    assertThat(fixture.marks()).containsExactly("open", "next");
  }

  @Test
  void commit_afterOneThatLandsEvenLater_comesAfterIt() {
    commitWithoutAnswer(Fault.late());
    assertThat(log.commit(Marks.commit("next")).version()).isEqualTo(3);
    fixture.faulty.landLate();
    assertThat(fixture.marks()).containsExactly("open", "next");
    assertThat(Marks.in(fixture.entry(2).manifest().index())).containsExactly("open");
  }

  @Test
  void commit_afterOneThatAnEditKeptOut_dropsThatOne() {
    commitWithoutAnswer(Fault.late());
    CommitLog.edit(fixture.other(), Marks.edit("edit"));
    assertThat(log.commit(Marks.commit("next")).version()).isEqualTo(3);
    fixture.faulty.landLate();
    assertThat(fixture.marks()).containsExactly("next", "edit");
  }

  @Test
  void commit_afterOneThatAClaimKeptOut_isFenced() {
    commitWithoutAnswer(Fault.late());
    CommitLog.open(fixture.other());
    assertThatThrownBy(() -> log.commit(Marks.commit("next"))).isInstanceOf(FencedException.class);
    fixture.faulty.landLate();
    assertThat(fixture.marks()).isEmpty();
  }

  @Test
  void commit_afterOneThatTheNextWriterFound_isFencedAndThatOneStays() {
    commitWithoutAnswer(Fault.lostAnswer());
    CommitLog next = CommitLog.open(fixture.other());
    assertThatThrownBy(() -> log.commit(Marks.commit("next"))).isInstanceOf(FencedException.class);
    next.commit(Marks.commit("newer"));
    assertThat(fixture.marks()).containsExactly("open", "newer");
  }

  @Test
  void commit_stillNoAnswer_isUnknownForTheSameVersion() {
    commitWithoutAnswer(Fault.lostRequest());
    commitWithoutAnswer(Fault.lostRequest());
    log.commit(Marks.commit("next"));
    assertThat(fixture.marks()).containsExactly("open", "next");
  }

  @Test
  void commit_refusedAfterAnOpenOutcome_isUnknownAndSettledLater() {
    fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.lostAnswer());
    fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.refused());
    CommitOutcomeUnknownException unknown =
        catchThrowableOfType(
            CommitOutcomeUnknownException.class, () -> log.commit(Marks.commit("open")));
    assertThat(unknown).hasMessageContaining("refused").hasCauseInstanceOf(Exception.class);
    // What was open stays so, however often it is refused.
    fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.refused());
    assertThatThrownBy(() -> log.commit(Marks.commit("next")))
        .isInstanceOf(CommitOutcomeUnknownException.class);
    log.commit(Marks.commit("last"));
    assertThat(fixture.marks()).containsExactly("open", "last");
  }

  @Test
  void commit_clientBreaks_isSettledByTheNext() {
    fixture.faulty.after(
        next(PUT_IF_ABSENT),
        () -> {
          throw new IllegalStateException("a bug in the client");
        });
    assertThatThrownBy(() -> log.commit(Marks.commit("open")))
        .isInstanceOf(IllegalStateException.class);
    fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.refused());
    // It may have been applied, and it was: nobody may say that it was refused.
    assertThatThrownBy(() -> log.commit(Marks.commit("refused")))
        .isInstanceOf(CommitOutcomeUnknownException.class)
        .isNotInstanceOf(StoreException.class);
    log.commit(Marks.commit("next"));
    assertThat(fixture.marks()).containsExactly("open", "next");
  }

  @Test
  void commit_damagedEntryInItsSlot_isUnknown() {
    fixture.overwrite(2, "damaged".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> log.commit(Marks.commit("open")))
        .isInstanceOf(CommitOutcomeUnknownException.class)
        .hasMessageContaining("Entry v2 of training/ranker is damaged");
    fixture.truncate(2);
    log.commit(Marks.commit("next"));
    assertThat(fixture.marks()).containsExactly("open", "next");
  }

  @Test
  void commit_entryOfAnUnknownFormatInItsSlot_isUnknownAndNeverAcknowledged() {
    fixture.overwrite(2, Entries.sealed(2, "{}", new byte[0]));
    for (int times = 0; times < 2; times++) {
      assertThatThrownBy(() -> log.commit(Marks.commit("open")))
          .isInstanceOf(CommitOutcomeUnknownException.class)
          .hasMessageContaining("format 2");
    }
  }
}
