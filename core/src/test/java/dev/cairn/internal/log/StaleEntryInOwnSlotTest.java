package dev.cairn.internal.log;

import static dev.cairn.store.RequestKind.GET;
import static dev.cairn.store.RequestKind.PUT_IF_ABSENT;
import static dev.cairn.store.faults.RequestMatch.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.FencedException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A commit was applied, its writer did not hear of it, others built on it and truncated it, and
 * then a claim or an edit that was built on an older view lands in its slot. The writer finds that,
 * and must neither think that it is fenced nor commit a second time.
 */
final class StaleEntryInOwnSlotTest {
  private final LogFixture fixture = new LogFixture();
  private final FaultyStore slow = new FaultyStore(fixture.memory);
  private final CommitLog log = fixture.open();

  @BeforeEach
  void applyWithoutAnswer() {
    fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.ownConflict());
    fixture.faulty.before(
        next(GET),
        () -> {
          CommitLog.edit(fixture.other(), Marks.edit("e3"));
          fixture.truncate(2);
          slow.landLate();
        });
  }

  @Test
  void commit_staleClaimInItsSlot_isCommittedAndNotFenced() {
    slow.inject(next(PUT_IF_ABSENT).everyTime(), Fault.late());
    assertThatThrownBy(() -> CommitLog.open(Contexts.of(slow, "slow")))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(log.commit(Marks.commit("c2")).version()).isEqualTo(2);
    assertThat(fixture.entry(2).manifest().kind()).isEqualTo(EntryKind.CLAIM);
    assertThat(log.commit(Marks.commit("c4")).version()).isEqualTo(4);
    assertThat(fixture.marks()).containsExactly("c2", "c4", "e3");
  }

  @Test
  void commit_staleEditInItsSlot_isCommittedOnce() {
    slow.inject(next(PUT_IF_ABSENT).everyTime(), Fault.late());
    assertThatThrownBy(() -> CommitLog.edit(Contexts.of(slow, "slow"), Marks.edit("e2")))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(log.commit(Marks.commit("c2")).version()).isEqualTo(2);
    assertThat(fixture.entry(2).manifest().kind()).isEqualTo(EntryKind.EDIT);
    assertThat(log.commit(Marks.commit("c4")).version()).isEqualTo(4);
    assertThat(fixture.marks()).containsExactly("c2", "c4", "e3");
  }

  @Test
  void commit_staleClaimInItsSlotAndANewWriterAfterIt_isCommittedThenFenced() {
    slow.inject(next(PUT_IF_ABSENT).everyTime(), Fault.late());
    assertThatThrownBy(() -> CommitLog.open(Contexts.of(slow, "slow")))
        .isInstanceOf(StoreUnavailableException.class);
    fixture.faulty.before(next(GET), () -> CommitLog.open(fixture.other()));
    assertThat(log.commit(Marks.commit("c2")).version()).isEqualTo(2);
    assertThatThrownBy(() -> log.commit(Marks.commit("c4"))).isInstanceOf(FencedException.class);
    assertThat(fixture.marks()).containsExactly("c2", "e3");
  }
}
