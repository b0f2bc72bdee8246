package dev.cairn.internal.log;

import static dev.cairn.store.RequestKind.GET;
import static dev.cairn.store.RequestKind.LIST;
import static dev.cairn.store.RequestKind.PUT_IF_ABSENT;
import static dev.cairn.store.faults.RequestMatch.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CommitOutcomeUnknownException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.RequestMatch;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An interrupt ends requests, as stores may, and never leaves it open what became of an entry. */
final class InterruptTest {
  private final LogFixture fixture = new LogFixture();

  @AfterEach
  void clearTheFlag() {
    Thread.interrupted();
  }

  /** From now on a request of a thread whose flag is set ends without an answer. */
  private void endRequestsOfInterruptedThreads() {
    fixture.faulty.before(
        new RequestMatch(EnumSet.of(PUT_IF_ABSENT, GET, LIST), "", "", 0, Integer.MAX_VALUE),
        () -> {
          if (Thread.currentThread().isInterrupted()) {
            throw new StoreUnavailableException("The thread was interrupted.");
          }
        });
  }

  @Test
  void commit_interruptedBefore_isCommittedAndTheFlagStays() {
    CommitLog log = fixture.open();
    endRequestsOfInterruptedThreads();
    Thread.currentThread().interrupt();
    assertThat(log.commit(Marks.commit("c")).version()).isEqualTo(2);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(fixture.marks()).containsExactly("c");
  }

  @Test
  void commit_interruptedAtAnyRequest_isCommittedAndTheFlagStays() {
    CommitLog log = fixture.open();
    for (int skipped = 0; skipped < 4; skipped++) {
      Thread.interrupted();
      fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.lostAnswer());
      fixture.faulty.before(
          next(PUT_IF_ABSENT, GET).skipping(skipped), () -> Thread.currentThread().interrupt());
      endRequestsOfInterruptedThreads();
      long version = log.commit(Marks.commit("c" + skipped)).version();
      assertThat(version).isEqualTo(2 + skipped);
      fixture.faulty.heal();
    }
    assertThat(fixture.marks()).containsExactly("c0", "c1", "c2", "c3");
  }

  @Test
  void commit_interruptedWhileItWaits_isCommittedAndTheFlagStays() {
    var patience =
        new Patience(
            java.time.Duration.ofMinutes(1), () -> 0, wait -> Thread.currentThread().interrupt());
    CommitLog log =
        CommitLog.open(Contexts.of(fixture.faulty, "mine", patience, WriteIds.random()));
    endRequestsOfInterruptedThreads();
    fixture.faulty.inject(next(PUT_IF_ABSENT).times(3), Fault.lostRequest());
    assertThat(log.commit(Marks.commit("c")).version()).isEqualTo(2);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void commit_interruptedAndUndecided_keepsTheFlag() {
    CommitLog log = fixture.open();
    fixture.faulty.inject(next(PUT_IF_ABSENT).everyTime(), Fault.lostRequest());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> log.commit(Marks.commit("c")))
        .isInstanceOf(CommitOutcomeUnknownException.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void commit_notInterrupted_setsNoFlag() {
    CommitLog log = fixture.open();
    fixture.faulty.inject(next(PUT_IF_ABSENT), Fault.lostAnswer());
    log.commit(Marks.commit("c"));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void open_interruptedWhileItClaims_isOpenAndTheFlagStays() {
    fixture.faulty.before(next(PUT_IF_ABSENT), () -> Thread.currentThread().interrupt());
    endRequestsOfInterruptedThreads();
    assertThat(fixture.open().epoch()).isEqualTo(1);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }
}
