package dev.cairn.store.faults;

import static dev.cairn.store.RequestKind.DELETE;
import static dev.cairn.store.RequestKind.GET;
import static dev.cairn.store.RequestKind.LIST;
import static dev.cairn.store.RequestKind.PUT;
import static dev.cairn.store.RequestKind.PUT_IF_ABSENT;
import static dev.cairn.store.faults.RequestMatch.next;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CairnException;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FaultyStoreTest {
  private static final ObjectKey KEY = new ObjectKey("log/1");

  private final ObjectStore truth = new MemoryStore();
  private final FaultyStore store = new FaultyStore(truth);

  private static PutOutcome create(ObjectStore store, ObjectKey key, String text) {
    return store.put(key, ByteBuffer.wrap(text.getBytes(UTF_8)), WriteCondition.IF_ABSENT);
  }

  private PutOutcome create(String text) {
    return create(store, KEY, text);
  }

  private Optional<String> stored() {
    return truth.get(KEY).map(bytes -> new String(bytes, UTF_8));
  }

  @Test
  void lostRequest_put_isNotAppliedAndThrows() {
    store.inject(next(PUT_IF_ABSENT), Fault.lostRequest());
    assertThatThrownBy(() -> create("mine"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage(
            "The store did not answer the put-if-absent of 'log/1': an injected fault, lost request (request 1). Try again.");
    assertThat(stored()).isEmpty();
    assertThat(create("mine")).isInstanceOf(PutOutcome.Written.class);
  }

  @Test
  void lostAnswer_put_isAppliedAndThrows() {
    store.inject(next(PUT_IF_ABSENT), Fault.lostAnswer());
    assertThatThrownBy(() -> create("mine")).isInstanceOf(StoreUnavailableException.class);
    assertThat(stored()).contains("mine");
    assertThat(create("mine")).isInstanceOf(PutOutcome.AlreadyExists.class);
  }

  @Test
  void late_put_landsWhenToldWithTheBytesItWasSentWith() {
    store.inject(next(PUT_IF_ABSENT), Fault.late());
    byte[] content = "mine".getBytes(UTF_8);
    assertThatThrownBy(() -> store.put(KEY, ByteBuffer.wrap(content), WriteCondition.IF_ABSENT))
        .isInstanceOf(StoreUnavailableException.class);
    content[0] = 'X';
    assertThat(stored()).isEmpty();
    assertThat(store.lateWrites()).isEqualTo(1);
    store.landLate();
    assertThat(stored()).contains("mine");
    assertThat(store.lateWrites()).isZero();
    assertThat(store.history())
        .containsExactly(
            "request 1, put-if-absent of 'log/1': late",
            "request 1, put-if-absent of 'log/1': landed, Written[]");
  }

  @Test
  void late_afterRequests_landsJustBeforeThatOne() {
    store.inject(next(PUT_IF_ABSENT), Fault.late(2));
    assertThatThrownBy(() -> create("mine")).isInstanceOf(StoreUnavailableException.class);
    assertThat(store.get(KEY)).isEmpty();
    assertThat(store.get(KEY)).isPresent();
  }

  @Test
  void late_putWhoseSlotWasTakenMeanwhile_changesNothing() {
    store.inject(next(PUT_IF_ABSENT), Fault.late());
    assertThatThrownBy(() -> create("mine")).isInstanceOf(StoreUnavailableException.class);
    create(truth, KEY, "theirs");
    store.landLate();
    assertThat(stored()).contains("theirs");
  }

  @Test
  void late_delete_landsOnWhatIsThereThen() {
    store.inject(next(DELETE), Fault.late());
    assertThatThrownBy(() -> store.delete(List.of(KEY)))
        .isInstanceOf(StoreUnavailableException.class);
    create("newer");
    store.landLate();
    assertThat(stored()).isEmpty();
  }

  @Test
  void late_get_isOnlyLost() {
    create("mine");
    store.inject(next(GET), Fault.late());
    assertThatThrownBy(() -> store.get(KEY)).isInstanceOf(StoreUnavailableException.class);
    assertThat(store.lateWrites()).isZero();
  }

  @Test
  void echo_put_isAnsweredAndLandsAgainInAnEmptiedSlot() {
    store.inject(next(PUT_IF_ABSENT), Fault.echo());
    assertThat(create("mine")).isInstanceOf(PutOutcome.Written.class);
    truth.delete(List.of(KEY));
    store.landLate();
    assertThat(stored()).contains("mine");
  }

  @Test
  void refused_put_isNotAppliedAndThrowsStoreException() {
    store.inject(next(PUT_IF_ABSENT), Fault.refused());
    assertThatThrownBy(() -> create("mine")).isInstanceOf(StoreException.class);
    assertThat(stored()).isEmpty();
  }

  @Test
  void conflict_put_isNotAppliedAndTellsNothing() {
    store.inject(next(PUT_IF_ABSENT), Fault.conflict());
    assertThatThrownBy(() -> create("mine"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("conflicts with another request");
    assertThat(stored()).isEmpty();
  }

  @Test
  void ownConflict_put_isAppliedAndAnsweredAsExisting() {
    store.inject(next(PUT_IF_ABSENT), Fault.ownConflict());
    assertThat(create("mine")).isInstanceOf(PutOutcome.AlreadyExists.class);
    assertThat(stored()).contains("mine");
  }

  @Test
  void inject_faultThatDoesNotFit_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.inject(next(PUT), Fault.ownConflict()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.inject(next(LIST), Fault.conflict()));
  }

  @Test
  void inject_keySkipAndTimes_strikesExactlyThose() {
    store.inject(
        next(PUT_IF_ABSENT).keyStarting("log/").keyContaining("-x").skipping(1).times(2),
        Fault.lostRequest());
    List<String> failed = new ArrayList<>();
    for (String key : List.of("log/1-x", "log/2", "data/3-x", "log/4-x", "log/5-x", "log/6-x")) {
      try {
        create(store, new ObjectKey(key), "");
      } catch (StoreUnavailableException e) {
        failed.add(key);
      }
    }
    assertThat(failed).containsExactly("log/4-x", "log/5-x");
  }

  @Test
  void inject_twoFaultsForOneRequest_strikeOneAfterTheOther() {
    store.inject(next(PUT_IF_ABSENT), Fault.lostRequest());
    store.inject(next(PUT_IF_ABSENT), Fault.refused());
    assertThatThrownBy(() -> create("a")).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> create("a")).isInstanceOf(StoreException.class);
    assertThat(create("a")).isInstanceOf(PutOutcome.Written.class);
  }

  @Test
  void before_anotherWriterTakesTheSlot_requestLoses() {
    store.before(next(PUT_IF_ABSENT), () -> create("theirs"));
    assertThat(create("mine")).isInstanceOf(PutOutcome.AlreadyExists.class);
    assertThat(stored()).contains("theirs");
  }

  @Test
  void after_withLostAnswer_runsOnceItIsAppliedAndBeforeTheCallerKnows() {
    List<String> seen = new ArrayList<>();
    store.inject(next(PUT_IF_ABSENT), Fault.lostAnswer());
    store.after(next(PUT_IF_ABSENT), () -> seen.add(stored().orElse("nothing")));
    assertThatThrownBy(() -> create("mine")).isInstanceOf(StoreUnavailableException.class);
    assertThat(seen).containsExactly("mine");
  }

  @Test
  void heal_withRules_endsThemAndKeepsLateWrites() {
    store.inject(next(PUT_IF_ABSENT), Fault.late());
    store.inject(next(PUT_IF_ABSENT).everyTime(), Fault.lostRequest());
    assertThatThrownBy(() -> create("mine")).isInstanceOf(StoreUnavailableException.class);
    store.heal();
    assertThat(store.lateWrites()).isEqualTo(1);
    assertThat(create("mine too")).isInstanceOf(PutOutcome.Written.class);
  }

  @Test
  void random_sameSeedAndRequests_sameFaults() {
    assertThat(randomRun(5)).isEqualTo(randomRun(5)).isNotEqualTo(randomRun(6)).isNotEmpty();
  }

  @Test
  void random_fault_namesItsSeed() {
    var random =
        new FaultyStore(truth, new RandomFaults(77, 1, EnumSet.of(Fault.Kind.LOST_REQUEST), 1));
    assertThatThrownBy(() -> random.get(KEY)).hasMessageContaining("seed 77");
    assertThat(random.seed()).contains(77L);
    assertThat(random.toString()).contains("seed=77");
  }

  @Test
  void random_everyKind_occursAndHealEndsIt() {
    var random = new FaultyStore(truth, RandomFaults.seeded(1, 0.5));
    for (int i = 0; i < 400; i++) {
      try {
        create(random, new ObjectKey("k" + i), "x");
      } catch (CairnException e) {
        assertThat(e).isInstanceOf(StoreUnavailableException.class);
      }
    }
    for (String kind :
        List.of("lost request", "lost answer", "late", "echo", ": conflict", "own conflict")) {
      assertThat(random.history()).anyMatch(line -> line.contains(kind));
    }
    assertThat(random.history()).noneMatch(line -> line.contains("refused"));
    random.heal();
    random.landLate();
    int faults = random.history().size();
    for (int i = 0; i < 100; i++) {
      random.list(ListRequest.objects(KeyPrefix.ROOT));
    }
    assertThat(random.history()).hasSize(faults);
  }

  private static List<String> randomRun(long seed) {
    var store = new FaultyStore(new MemoryStore(), RandomFaults.seeded(seed, 0.4));
    for (int i = 0; i < 50; i++) {
      try {
        create(store, new ObjectKey("k" + i % 7), "x");
        store.get(new ObjectKey("k" + i % 5));
        store.delete(List.of(new ObjectKey("k" + i % 3)));
      } catch (StoreUnavailableException e) {
        assertThat(e).hasMessageContaining("seed " + seed);
      }
    }
    return store.history();
  }
}
