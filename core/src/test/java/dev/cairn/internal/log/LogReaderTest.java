package dev.cairn.internal.log;

import static dev.cairn.store.RequestKind.GET;
import static dev.cairn.store.RequestKind.PUT_IF_ABSENT;
import static dev.cairn.store.faults.RequestMatch.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import org.junit.jupiter.api.Test;

/** Reading while others write: here the reader has the faulty store. */
final class LogReaderTest {
  private final LogFixture fixture = new LogFixture();
  private final LogReader reader = new LogReader(fixture.faulty, Contexts.PROCESS);

  @Test
  void view_emptyLog_isEmpty() {
    assertThat(reader.view()).isEqualTo(LogView.EMPTY);
    assertThat(reader.at(1)).isEmpty();
  }

  @Test
  void view_isTheNewestEntry() {
    CommitLog writer = CommitLog.open(fixture.other());
    assertThat(reader.view().entry()).contains(writer.newest());
    for (int number = 0; number < 20; number++) {
      writer.commit(Marks.commit("c" + number));
      assertThat(reader.view().entry()).contains(writer.newest());
    }
    assertThat(reader.view().damage()).isEmpty();
  }

  @Test
  void at_waitsForNews_isEmptyUntilThereAreSome() {
    CommitLog writer = CommitLog.open(fixture.other());
    assertThat(reader.at(2)).isEmpty();
    Entry news = writer.commit(Marks.commit("c2"));
    assertThat(reader.at(2)).contains(news);
  }

  @Test
  void view_truncatedBetweenListAndGet_looksAgain() {
    CommitLog writer = CommitLog.open(fixture.other());
    writer.commit(Marks.commit("c2"));
    fixture.faulty.before(
        next(GET),
        () -> {
          writer.commit(Marks.commit("c3"));
          fixture.truncate(2);
        });
    assertThat(Marks.in(reader.view().index())).containsExactly("c2", "c3");
  }

  @Test
  void view_staleClaimWhereTheNewestWasListed_looksAgain() {
    CommitLog writer = CommitLog.open(fixture.other());
    var slow = new FaultyStore(fixture.memory);
    slow.inject(next(PUT_IF_ABSENT).everyTime(), Fault.late());
    assertThatThrownBy(() -> CommitLog.open(Contexts.of(slow, "slow")))
        .isInstanceOf(StoreUnavailableException.class);
    writer.commit(Marks.commit("c2"));
    fixture.faulty.before(
        next(GET),
        () -> {
          writer.commit(Marks.commit("c3"));
          fixture.truncate(2);
          slow.landLate();
        });
    assertThat(Marks.in(reader.view().index())).containsExactly("c2", "c3");
  }

  @Test
  void view_claimOvertakenWhileItIsRead_isTheNewer() {
    CommitLog writer = CommitLog.open(fixture.other());
    fixture.faulty.after(next(GET), () -> writer.commit(Marks.commit("c2")));
    assertThat(Marks.in(reader.view().index())).containsExactly("c2");
  }

  @Test
  void view_newestIsNeverThere_isUnavailable() {
    CommitLog.open(fixture.other());
    fixture.faulty.before(next(GET).everyTime(), () -> fixture.truncate(1));
    fixture.faulty.after(next(GET).everyTime(), () -> fixture.foreign("999999999998-1"));
    assertThatThrownBy(reader::view)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("training/ranker");
  }

  @Test
  void view_storeDoesNotAnswer_isNotDamage() {
    CommitLog.open(fixture.other());
    fixture.faulty.inject(next(GET), Fault.lostAnswer());
    assertThatThrownBy(reader::view).isInstanceOf(StoreUnavailableException.class);
  }
}
