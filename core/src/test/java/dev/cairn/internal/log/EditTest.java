package dev.cairn.internal.log;

import static dev.cairn.store.RequestKind.GET;
import static dev.cairn.store.RequestKind.LIST;
import static dev.cairn.store.RequestKind.PUT_IF_ABSENT;
import static dev.cairn.store.faults.RequestMatch.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CheckpointNotFoundException;
import dev.cairn.DamagedException;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.faults.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Edits by somebody who is not the writer: here the one with the faulty store. */
final class EditTest {
  private final LogFixture fixture = new LogFixture();

  private Entry edit(String mark) {
    return CommitLog.edit(fixture.mine(), Marks.edit(mark));
  }

  @Test
  void edit_undisturbed_isTheNextEntryInTheEpochOfTheWriter() {
    CommitLog writer = CommitLog.open(fixture.other());
    writer.commit(Marks.commit("c2"));
    Entry edit = edit("e3");
    assertThat(edit.version()).isEqualTo(3);
    assertThat(edit.manifest().epoch()).isEqualTo(1);
    assertThat(edit.manifest().kind()).isEqualTo(EntryKind.EDIT);
    assertThat(edit).isEqualTo(fixture.entry(3));
    assertThat(writer.commit(Marks.commit("c4")).version()).isEqualTo(4);
    assertThat(fixture.marks()).containsExactly("c2", "c4", "e3");
  }

  @Test
  void edit_inEffectAlready_writesNothing() {
    CommitLog writer = CommitLog.open(fixture.other());
    edit("edit");
    assertThat(edit("edit").version()).isEqualTo(2);
    writer.commit(Marks.commit("c3"));
    assertThat(edit("edit").version()).isEqualTo(3);
    assertThat(fixture.names()).hasSize(3);
  }

  @Test
  void edit_noProcess_saysSo() {
    assertThatThrownBy(() -> edit("edit"))
        .isInstanceOf(CheckpointNotFoundException.class)
        .hasMessageContaining("training/ranker");
    assertThat(fixture.names()).isEmpty();
  }

  @Test
  void edit_commitFirst_isMadeAgainOnIt() {
    CommitLog writer = CommitLog.open(fixture.other());
    fixture.faulty.before(next(PUT_IF_ABSENT), () -> writer.commit(Marks.commit("c2")));
    assertThat(edit("edit").version()).isEqualTo(3);
    assertThat(fixture.marks()).containsExactly("c2", "edit");
  }

  @Test
  void edit_claimFirst_isMadeAgainInTheNewEpoch() {
    CommitLog.open(fixture.other());
    fixture.faulty.before(next(PUT_IF_ABSENT), () -> CommitLog.open(fixture.other()));
    assertThat(edit("edit").manifest().epoch()).isEqualTo(2);
    assertThat(fixture.marks()).containsExactly("edit");
  }

  @Test
  void edit_editFirst_bothAreInEffect() {
    CommitLog.open(fixture.other());
    fixture.faulty.before(
        next(PUT_IF_ABSENT), () -> CommitLog.edit(fixture.other(), Marks.edit("theirs")));
    edit("mine");
    assertThat(fixture.marks()).containsExactly("theirs", "mine");
  }

  @Test
  void edit_theSameEditFirst_isInEffectOnce() {
    CommitLog.open(fixture.other());
    fixture.faulty.before(
        next(PUT_IF_ABSENT), () -> CommitLog.edit(fixture.other(), Marks.edit("same")));
    assertThat(edit("same").version()).isEqualTo(2);
    assertThat(fixture.marks()).containsExactly("same");
  }

  @Test
  void edit_commitAfterIt_isInEffectThere() {
    CommitLog writer = CommitLog.open(fixture.other());
    fixture.faulty.after(next(PUT_IF_ABSENT), () -> writer.commit(Marks.commit("c3")));
    Entry newest = edit("edit");
    assertThat(newest.version()).isEqualTo(3);
    assertThat(fixture.marks()).containsExactly("c3", "edit");
  }

  @Test
  void edit_landsInATruncatedSlot_isMadeAgain() {
    CommitLog writer = CommitLog.open(fixture.other());
    fixture.faulty.before(
        next(PUT_IF_ABSENT),
        () -> {
          writer.commit(Marks.commit("c2"));
          writer.commit(Marks.commit("c3"));
          fixture.truncate(2);
        });
    assertThat(edit("edit").version()).isEqualTo(4);
    assertThat(fixture.entry(2).manifest().kind()).isEqualTo(EntryKind.EDIT);
    assertThat(fixture.marks()).containsExactly("c2", "c3", "edit");
  }

  @Test
  void edit_ownLatePutLandsWhereTheNewestWasListed_isMadeAgain() {
    CommitLog writer = CommitLog.open(fixture.other());
    fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.late());
    fixture.faulty.after(next(PUT_IF_ABSENT), () -> writer.commit(Marks.commit("c2")));
    fixture.faulty.after(
        next(LIST).skipping(1),
        () -> {
          writer.commit(Marks.commit("c3"));
          fixture.truncate(2);
          fixture.faulty.landLate();
        });
    assertThat(edit("edit").version()).isEqualTo(4);
    assertThat(fixture.marks()).containsExactly("c2", "c3", "edit");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.Kind.class,
      names = {"REFUSED"},
      mode = EnumSource.Mode.EXCLUDE)
  void edit_withoutAClearAnswer_isInEffectOnce(Fault.Kind kind) {
    CommitLog.open(fixture.other());
    fixture.faulty.inject(next(PUT_IF_ABSENT), new Fault(kind, 1));
    assertThat(edit("edit").version()).isEqualTo(2);
    assertThat(fixture.marks()).containsExactly("edit");
  }

  @Test
  void edit_neverAnswered_isUnavailableAndMayBeMadeAgain() {
    CommitLog.open(fixture.other());
    fixture.faulty.inject(next(PUT_IF_ABSENT).everyTime(), Fault.late());
    assertThatThrownBy(() -> edit("edit"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("Try again");
    fixture.faulty.heal();
    edit("edit");
    fixture.faulty.landLate();
    assertThat(fixture.marks()).containsExactly("edit");
  }

  @Test
  void edit_refused_saysSo() {
    CommitLog.open(fixture.other());
    fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.refused());
    assertThatThrownBy(() -> edit("edit")).isInstanceOf(StoreException.class);
    assertThat(fixture.marks()).isEmpty();
  }

  @Test
  void edit_newestDamaged_saysSoAndWritesNothing() {
    CommitLog.open(fixture.other()).commit(Marks.commit("c2"));
    fixture.damage(2);
    assertThatThrownBy(() -> edit("edit")).isInstanceOf(DamagedException.class);
    assertThat(fixture.names()).hasSize(2);
  }

  @Test
  void edit_entryTruncatedBeforeItIsRead_looksAgain() {
    CommitLog writer = CommitLog.open(fixture.other());
    writer.commit(Marks.commit("c2"));
    fixture.faulty.before(
        next(GET),
        () -> {
          writer.commit(Marks.commit("c3"));
          fixture.truncate(2);
        });
    assertThat(edit("edit").version()).isEqualTo(4);
    assertThat(fixture.marks()).containsExactly("c2", "c3", "edit");
  }
}
