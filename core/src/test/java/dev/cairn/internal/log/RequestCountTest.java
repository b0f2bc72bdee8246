package dev.cairn.internal.log;

import static dev.cairn.store.RequestKind.GET;
import static dev.cairn.store.RequestKind.LIST;
import static dev.cairn.store.RequestKind.PUT_IF_ABSENT;
import static dev.cairn.store.faults.RequestMatch.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.RequestKind;
import dev.cairn.store.faults.Fault;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each operation costs, request by request. */
final class RequestCountTest {
  private final LogFixture fixture = new LogFixture();

  private void assertRequests(long lists, long gets, long puts) {
    Map<RequestKind, Long> expected = new EnumMap<>(RequestKind.class);
    expected.put(LIST, lists);
    expected.put(GET, gets);
    expected.put(PUT_IF_ABSENT, puts);
    expected.values().removeIf(count -> count == 0);
    assertThat(fixture.requests().requests()).isEqualTo(expected);
  }

  private CommitLog openAndForget() {
    CommitLog log = fixture.open();
    fixture.requests();
    return log;
  }

  @Test
  void openForWriting_emptyLog() {
    fixture.open();
    assertRequests(2, 0, 1);
  }

  @Test
  void openForWriting_longLog_costsTheSameAsAShortOne() {
    CommitLog other = CommitLog.open(fixture.other());
    for (int number = 0; number < 1200; number++) {
      other.commit((base, version) -> new CommitLog.Draft(base, Entry.NO_PAYLOAD));
    }
    fixture.open();
    assertRequests(2, 1, 1);
    fixture.open();
    assertRequests(2, 1, 1);
  }

  @Test
  void openForWriting_anotherCameFirst_isThatTwiceWithoutTheLook() {
    CommitLog other = CommitLog.open(fixture.other());
    fixture.faulty.before(next(PUT_IF_ABSENT), () -> other.commit(Marks.commit("c2")));
    fixture.open();
    // LIST, GET, PUT, GET of who was first, LIST, GET, PUT, LIST.
    assertRequests(3, 3, 2);
  }

  @Test
  void openForReading_commitIsNewest() {
    CommitLog.open(fixture.other()).commit(Marks.commit("c2"));
    new LogReader(fixture.counting, Contexts.PROCESS).view();
    assertRequests(1, 1, 0);
  }

  @Test
  void openForReading_claimIsNewest_looksOnceMore() {
    CommitLog.open(fixture.other());
    new LogReader(fixture.counting, Contexts.PROCESS).view();
    assertRequests(2, 1, 0);
  }

  @Test
  void openForReading_emptyLog() {
    new LogReader(fixture.counting, Contexts.PROCESS).view();
    assertRequests(1, 0, 0);
  }

  @Test
  void poll_isOneGet() {
    CommitLog.open(fixture.other());
    var reader = new LogReader(fixture.counting, Contexts.PROCESS);
    assertThat(reader.at(1)).isPresent();
    assertRequests(0, 1, 0);
    assertThat(reader.at(2)).isEmpty();
    assertRequests(0, 1, 0);
  }

  @Test
  void commit_undisturbed_isOnePut() {
    CommitLog log = openAndForget();
    for (int number = 0; number < 5; number++) {
      log.commit(Marks.commit("c" + number));
      assertRequests(0, 0, 1);
    }
  }

  @Test
  void commit_lostAnswer_isPutAgainAndLookedAt() {
    CommitLog log = openAndForget();
    fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.lostAnswer());
    log.commit(Marks.commit("c2"));
    assertRequests(0, 1, 2);
  }

  @Test
  void commit_editCameFirst_looksAtItAndAtWhatFollows() {
    CommitLog log = openAndForget();
    CommitLog.edit(fixture.other(), Marks.edit("edit"));
    log.commit(Marks.commit("c3"));
    assertRequests(0, 2, 2);
  }

  @Test
  void edit_undisturbed() {
    CommitLog.open(fixture.other());
    CommitLog.edit(fixture.mine(), Marks.edit("edit"));
    assertRequests(2, 1, 1);
  }

  @Test
  void edit_inEffectAlready() {
    CommitLog writer = CommitLog.open(fixture.other());
    CommitLog.edit(fixture.other(), Marks.edit("edit"));
    CommitLog.edit(fixture.mine(), Marks.edit("edit"));
    assertRequests(2, 1, 0);
    writer.commit(Marks.commit("c3"));
    CommitLog.edit(fixture.mine(), Marks.edit("edit"));
    assertRequests(1, 1, 0);
  }
}
