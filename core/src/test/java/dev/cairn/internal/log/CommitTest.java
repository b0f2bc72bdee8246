package dev.cairn.internal.log;

import static dev.cairn.store.RequestKind.GET;
import static dev.cairn.store.RequestKind.PUT_IF_ABSENT;
import static dev.cairn.store.faults.RequestMatch.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CommitOutcomeUnknownException;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.faults.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a commit ends that no newer writer disturbs. */
final class CommitTest {
  private final LogFixture fixture = new LogFixture();
  private final CommitLog log = fixture.open();

  @Test
  void commit_undisturbed_isTheNextVersion() {
    for (long version = 2; version <= 4; version++) {
      Entry entry = log.commit(Marks.commit("c" + version));
      assertThat(entry.version()).isEqualTo(version);
      assertThat(fixture.newest().entry()).contains(entry);
    }
    assertThat(fixture.marks()).containsExactly("c2", "c3", "c4");
    assertThat(log.newest()).isEqualTo(fixture.newest().entry().orElseThrow());
    assertThat(log.newest().manifest().epoch()).isEqualTo(1).isEqualTo(log.epoch());
  }

  static Stream<Fault> openOutcomes() {
    return Stream.of(
        Fault.lostRequest(),
        Fault.lostAnswer(),
        Fault.late(1),
        Fault.late(2),
        Fault.late(),
        Fault.echo(1),
        Fault.conflict(),
        Fault.ownConflict());
  }

  @ParameterizedTest
  @MethodSource("openOutcomes")
  void commit_outcomeOpen_isCommittedOnce(Fault fault) {
    fixture.faulty.inject(next(PUT_IF_ABSENT), fault);
    assertThat(log.commit(Marks.commit("first")).version()).isEqualTo(2);
    assertThat(log.commit(Marks.commit("second")).version()).isEqualTo(3);
    fixture.faulty.landLate();
    assertThat(fixture.marks()).containsExactly("first", "second");
  }

  @ParameterizedTest
  @MethodSource("openOutcomes")
  void commit_outcomeOpenSeveralTimes_isCommittedOnce(Fault fault) {
    fixture.faulty.inject(next(PUT_IF_ABSENT).times(5), fault);
    assertThat(log.commit(Marks.commit("first")).version()).isEqualTo(2);
    fixture.faulty.landLate();
    assertThat(log.commit(Marks.commit("second")).version()).isEqualTo(3);
    assertThat(fixture.marks()).containsExactly("first", "second");
  }

  @Test
  void commit_noAnswerToWhoHasTheSlot_asksAgain() {
    fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.ownConflict());
    fixture.faulty.inject(next(GET), Fault.lostAnswer());
    assertThat(log.commit(Marks.commit("c")).version()).isEqualTo(2);
  }

  @Test
  void commit_editInBetween_isMadeAgainOnIt() {
    log.commit(Marks.commit("c2"));
    CommitLog.edit(fixture.other(), Marks.edit("edit"));
    List<String> bases = new ArrayList<>();
    Entry entry =
        log.commit(
            (base, version) -> {
              bases.add("v" + version + " on " + Marks.in(base));
              return Marks.commit("c4").on(base, version);
            });
    assertThat(bases).containsExactly("v3 on [c2]", "v4 on [c2, edit]");
    assertThat(entry.version()).isEqualTo(4);
    assertThat(fixture.marks()).containsExactly("c2", "c4", "edit");
    assertThat(entry.manifest().previous()).isEqualTo(fixture.entry(3).manifest().writeId());
  }

  @Test
  void commit_severalEditsInBetween_isBuiltOnTheLast() {
    CommitLog.edit(fixture.other(), Marks.edit("e2"));
    CommitLog.edit(fixture.other(), Marks.edit("e3"));
    CommitLog.edit(fixture.other(), Marks.edit("e4"));
    assertThat(log.commit(Marks.commit("c")).version()).isEqualTo(5);
    assertThat(fixture.marks()).containsExactly("c", "e2", "e3", "e4");
  }

  @Test
  void commit_refused_isNotCommittedAndTheNextOneIs() {
    fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.refused());
    assertThatThrownBy(() -> log.commit(Marks.commit("refused")))
        .isInstanceOf(StoreException.class);
    assertThat(log.newest().version()).isEqualTo(1);
    assertThat(log.commit(Marks.commit("next")).version()).isEqualTo(2);
    assertThat(fixture.marks()).containsExactly("next");
  }

  @Test
  void commit_refusedWhileAskingWhoHasTheSlot_isUnknown() {
    fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.ownConflict());
    fixture.faulty.inject(next(GET), Fault.refused());
    assertThatThrownBy(() -> log.commit(Marks.commit("first")))
        .isInstanceOf(CommitOutcomeUnknownException.class);
    log.commit(Marks.commit("second"));
    assertThat(fixture.marks()).containsExactly("first", "second");
  }

  @Test
  void commit_changeFails_leavesNothingBehind() {
    assertThatThrownBy(
            () ->
                log.commit(
                    (base, version) -> {
                      throw new StoreUnavailableException("No chunk could be stored.");
                    }))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(fixture.names()).hasSize(1);
    assertThat(log.commit(Marks.commit("next")).version()).isEqualTo(2);
  }

  @Test
  void commit_changeFailsOnAnEdit_theNextIsBuiltOnTheEdit() {
    CommitLog.edit(fixture.other(), Marks.edit("edit"));
    assertThatThrownBy(
            () ->
                log.commit(
                    (base, version) -> {
                      if (version == 3) {
                        throw new StoreUnavailableException("No chunk could be stored.");
                      }
                      return Marks.commit("lost").on(base, version);
                    }))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(log.commit(Marks.commit("next")).version()).isEqualTo(3);
    assertThat(fixture.marks()).containsExactly("next", "edit");
  }

  @Test
  void commit_ownEntryTruncatedMeanwhile_isCommitted() {
    fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.lostAnswer());
    fixture.faulty.after(
        next(PUT_IF_ABSENT),
        () -> {
          CommitLog.edit(fixture.other(), Marks.edit("edit"));
          fixture.truncate(2);
        });
    assertThat(log.commit(Marks.commit("c2")).version()).isEqualTo(2);
    assertThat(log.commit(Marks.commit("c4")).version()).isEqualTo(4);
    assertThat(fixture.marks()).containsExactly("c2", "c4", "edit");
  }

  @Test
  void commit_ownEntryTruncatedBetweenPutAndGet_isCommitted() {
    fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.ownConflict());
    fixture.faulty.before(
        next(GET),
        () -> {
          CommitLog.edit(fixture.other(), Marks.edit("edit"));
          fixture.truncate(2);
        });
    assertThat(log.commit(Marks.commit("c2")).version()).isEqualTo(2);
    assertThat(log.commit(Marks.commit("c4")).version()).isEqualTo(4);
    assertThat(fixture.marks()).containsExactly("c2", "c4", "edit");
  }
}
