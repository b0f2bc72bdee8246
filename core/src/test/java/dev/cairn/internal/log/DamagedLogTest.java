package dev.cairn.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CommitOutcomeUnknownException;
import dev.cairn.DamagedException;
import dev.cairn.FencedException;
import dev.cairn.ProcessId;
import dev.cairn.UnsupportedFormatException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs with entries that are not what was written, and with objects that are no entries. */
final class DamagedLogTest {
  private final LogFixture fixture = new LogFixture();
  private CommitLog first = fixture.open();

  @BeforeEach
  void fourEntries() {
    first = fixture.open();
    first.commit(Marks.commit("c3"));
    first.commit(Marks.commit("c4"));
  }

  @Test
  void view_newestDamaged_isTheOneBeforeAndSaysWhy() {
    fixture.damage(4);
    LogView view = fixture.newest();
    assertThat(view.newestVersion()).isEqualTo(4);
    assertThat(view.entry()).contains(fixture.entry(3));
    assertThat(view.damage())
        .singleElement()
        .asString()
        .contains("Entry v4 of training/ranker", "SHA-256");
  }

  @Test
  void view_severalDamagedOrGone_isTheNewestWhole() {
    fixture.damage(4);
    fixture.truncate(3);
    fixture.damage(2);
    LogView view = fixture.newest();
    assertThat(view.entry()).contains(fixture.entry(1));
    assertThat(view.damage()).extracting(DamagedException::getMessage).hasSize(2);
    assertThat(view.damage().get(0)).hasMessageContaining("v4");
    assertThat(view.damage().get(1)).hasMessageContaining("v2");
  }

  @Test
  void view_allDamaged_hasNoEntry() {
    for (long version = 1; version <= 4; version++) {
      fixture.damage(version);
    }
    assertThat(fixture.newest().entry()).isEmpty();
    assertThat(fixture.newest().damage()).hasSize(4);
    assertThat(fixture.newest().index()).isEqualTo(Manifest.Index.EMPTY);
  }

  @Test
  void open_newestDamaged_buildsOnTheOneBeforeAndFencesTheWriter() {
    fixture.damage(4);
    CommitLog log = CommitLog.open(fixture.other());
    assertThat(log.epoch()).isEqualTo(5);
    assertThat(log.damageAtOpening()).hasSize(1);
    assertThat(fixture.marks()).containsExactly("c3");
    assertThatThrownBy(() -> first.commit(Marks.commit("late")))
        .isInstanceOf(FencedException.class);
    log.commit(Marks.commit("c6"));
    assertThat(fixture.marks()).containsExactly("c3", "c6");
  }

  @Test
  void commit_newestDamagedInTheStore_goesOnFromWhatItKnows() {
    fixture.damage(4);
    first.commit(Marks.commit("c5"));
    assertThat(fixture.marks()).containsExactly("c3", "c4", "c5");
    assertThat(fixture.newest().damage()).isEmpty();
  }

  @Test
  void commit_claimThatFencesItDamaged_isNeverAcknowledged() {
    CommitLog.open(fixture.other());
    fixture.damage(5);
    for (int times = 0; times < 2; times++) {
      assertThatThrownBy(() -> first.commit(Marks.commit("late")))
          .isInstanceOf(CommitOutcomeUnknownException.class);
    }
    CommitLog.open(fixture.other());
    assertThat(fixture.marks()).containsExactly("c3", "c4");
  }

  @Test
  void open_allDamaged_saysSoAndWritesNothing() {
    for (long version = 1; version <= 4; version++) {
      fixture.damage(version);
    }
    List<String> before = fixture.names();
    assertThatThrownBy(() -> CommitLog.open(fixture.other()))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("v4");
    assertThat(fixture.names()).isEqualTo(before);
  }

  @Test
  void open_newestOfAnUnknownFormat_saysSoAndWritesNothing() {
    fixture.overwrite(4, Entries.sealed(2, "{}", new byte[0]));
    List<String> before = fixture.names();
    assertThatThrownBy(() -> CommitLog.open(fixture.other()))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("Entry v4 of training/ranker")
        .hasMessageContaining("format 2");
    assertThatThrownBy(fixture::newest).isInstanceOf(UnsupportedFormatException.class);
    assertThatThrownBy(() -> CommitLog.edit(fixture.other(), Marks.edit("edit")))
        .isInstanceOf(UnsupportedFormatException.class);
    assertThat(fixture.names()).isEqualTo(before);
  }

  @Test
  void view_entriesSwapped_areDamaged() {
    byte[] third = fixture.bytes(3);
    fixture.overwrite(3, fixture.bytes(4));
    fixture.overwrite(4, third);
    LogView view = fixture.newest();
    assertThat(view.entry()).contains(fixture.entry(2));
    assertThat(view.damage().get(0)).hasMessageContaining("holds v3 of training/ranker");
    assertThat(view.damage().get(1)).hasMessageContaining("holds v4 of training/ranker");
  }

  @Test
  void view_entryOfAnotherProcess_isDamaged() {
    var stranger = new LogReader(fixture.memory, ProcessId.training("stranger"));
    fixture.memory.put(
        stranger.key(4),
        java.nio.ByteBuffer.wrap(fixture.bytes(4)),
        dev.cairn.store.WriteCondition.IF_ABSENT);
    assertThat(stranger.view().entry()).isEmpty();
    assertThat(stranger.view().damage().get(0)).hasMessageContaining("holds v4 of training/ranker");
  }

  @Test
  void open_foreignObjects_arePassedOver() {
    for (String name :
        List.of(
            ".DS_Store",
            "README.md",
            "999999999995",
            "999999999995-",
            "999999999995-4.bak",
            "999999999995-5",
            "999999999994-05",
            "000000000000-0",
            "-1",
            "0")) {
      fixture.foreign(name);
    }
    assertThat(fixture.newest().entry()).contains(fixture.entry(4));
    CommitLog log = CommitLog.open(fixture.other());
    assertThat(log.epoch()).isEqualTo(5);
    log.commit(Marks.commit("c6"));
    assertThat(fixture.marks()).containsExactly("c3", "c4", "c6");
    fixture.damage(6);
    assertThat(fixture.newest().entry()).contains(fixture.entry(5));
  }

  @Test
  void open_moreForeignObjectsThanAPageHolds_arePassedOver() {
    for (int number = 0; number < 2500; number++) {
      fixture.foreign("000-%04d".formatted(number));
    }
    assertThat(fixture.newest().entry()).contains(fixture.entry(4));
    assertThat(CommitLog.open(fixture.other()).epoch()).isEqualTo(5);
  }

  @Test
  void open_objectInTheLastSlotThereIs_saysSoAndWritesNothing() {
    fixture.foreign("000000000000-999999999999");
    assertThatThrownBy(() -> CommitLog.open(fixture.other()))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("The log of training/ranker")
        .hasMessageContaining("v999999999999");
    assertThat(fixture.names()).hasSize(5);
  }
}
