package dev.cairn;

import static dev.cairn.store.RequestKind.PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.internal.collect.PageLimits;
import dev.cairn.policy.Keep;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may happen to pages, with limits so small that a few checkpoints fill many. */
final class PagesTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");

  /** A row has about 300 bytes, so a page is four rows, and three pages become one. */
  private static final PageLimits SMALL = new PageLimits(1000, 2, 1000, 3, 2, 2);

  private static final int STEPS = 55;
  private static final RequestMatch PAGE_GET =
      RequestMatch.next(RequestKind.GET).keyContaining("/data/");

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore store = new FaultyStore(memory);
  private final Stored stored = new Stored(memory, RANKER);
  private final CheckpointEditor editor = CheckpointEditor.of(memory, RANKER);
  private final AtomicLong minutes = new AtomicLong();

  @Test
  void save_many_movesAllButTheNewestIntoPages_andNothingIsLost() {
    saveAll();
    assertThat(stored.stored().pages()).hasSizeBetween(3, 10);
    assertThat(stored.stored().tail()).hasSizeBetween(2, 6);
    requireSteps(LongStream.rangeClosed(1, STEPS).toArray());
    // Pages that were merged are gone.
    assertThat(stored.keys("data")).containsExactlyInAnyOrderElementsOf(stored.pages());
  }

  @Test
  void edit_ofWhatIsInAPage_whileTheWriterRuns_isBuiltUpon() {
    List<Checkpoint> saved = saveAll();
    long third = saved.get(2).version();
    try (CheckpointManager manager = open(Keep.last(3))) {
      editor.pin(third);
      editor.tag("golden", saved.get(8).version(), Optional.empty());
      editor.delete(saved.get(4).version());
      save(manager, STEPS + 1);
      assertThat(steps(manager)).containsExactly(3L, 9L, 54L, 55L, 56L);
      assertThatThrownBy(() -> editor.delete(third)).isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(() -> editor.pin(saved.get(5).version()))
          .isInstanceOf(CheckpointNotFoundException.class);
      editor.unpin(third);
      manager.untag("golden");
      save(manager, STEPS + 2);
      assertThat(steps(manager)).containsExactly(55L, 56L, 57L);
    }
    requireSteps(55, 56, 57);
    assertThat(stored.stored().pages().size()).isLessThanOrEqualTo(1);
  }

  @Test
  void edit_ofAVersionThatIsNoCheckpoint_isRefused() {
    saveAll();
    open(Keep.all()).close();
    assertThatThrownBy(() -> editor.pin(1)).isInstanceOf(CheckpointNotFoundException.class);
    assertThatThrownBy(() -> editor.delete(999))
        .isInstanceOf(CheckpointNotFoundException.class)
        .hasMessageContaining("older ones");
  }

  @Test
  void delete_oneByOne_inAnyOrder_leavesTheOthers() {
    List<Checkpoint> saved = saveAll();
    for (int i = 0; i < STEPS - 1; i++) {
      // 7 and 54 have no common divisor.
      editor.delete(saved.get(i * 7 % (STEPS - 1)).version());
      if (i % 5 == 0) {
        open(Keep.all()).close();
      }
      assertThat(stored.index().live()).hasSize(STEPS - 1 - i);
      assertThat(stored.index().liveCount()).isEqualTo(STEPS - 1 - i);
    }
    requireSteps(STEPS);
  }

  /** Of two checkpoints with one chunk in common, one stays in a page and the other goes. */
  @Test
  void delete_ofWhatSharesAChunkWithAPage_leavesTheChunk() {
    State shared = large(7);
    long first;
    try (CheckpointManager manager = open(Keep.all())) {
      first = manager.save(Progress.at(1), shared).version();
      long second = manager.save(Progress.at(2), shared).version();
      assertThat(stored.chunks(first)).hasSize(1).isEqualTo(stored.chunks(second));
      LongStream.rangeClosed(3, STEPS).forEach(step -> save(manager, step));
      assertThat(stored.stored().tail()).noneMatch(row -> row.version() <= second);
      manager.delete(second);
      save(manager, STEPS + 1);
      save(manager, STEPS + 2);
    }
    try (CheckpointReader reader = reader()) {
      assertThat(reader.list())
          .hasSize(STEPS + 1)
          .extracting(each -> each.progress().step())
          .startsWith(1L, 3L);
      assertThat(reader.restore(first).item("large", Codecs.longs())).startsWith(7L).hasSize(9000);
    }
  }

  @Test
  void delete_allThatIsInNoPage_newestIsInThePage() {
    saveAll();
    stored.stored().tail().forEach(row -> editor.delete(row.version()));
    long newest = stored.index().newest().orElseThrow().step();
    assertThat(newest).isLessThan(STEPS - 1);
    try (CheckpointReader reader = reader()) {
      assertThat(reader.latest().orElseThrow().progress().step()).isEqualTo(newest);
      assertThat(reader.restoreLatest().orElseThrow().progress().step()).isEqualTo(newest);
      assertThat(reader.recoveryInfo().latest().orElseThrow().progress().step()).isEqualTo(newest);
    }
    try (CheckpointManager manager = open(Keep.all())) {
      assertThat(manager.latest().orElseThrow().progress().step()).isEqualTo(newest);
      manager.mark(Status.INTERRUPTED, Optional.empty());
      assertThat(manager.restoreLatest().orElseThrow().item("step", Codecs.longs()))
          .containsExactly(newest);
    }
  }

  @ParameterizedTest
  @EnumSource
  void page_damagedOrMissing_losesNothing(Damage damage) {
    List<Checkpoint> saved = saveAll();
    List<ObjectKey> pages = stored.pages();
    for (int i = 0; i < pages.size(); i++) {
      damage.strike(memory, pages.get(i), pages.get((i + 1) % pages.size()));
    }
    requireSteps(LongStream.rangeClosed(1, STEPS).toArray());
    editor.delete(saved.get(3).version());
    try (CheckpointManager manager = open(Keep.last(2).or(Keep.everyNthStep(2)))) {
      for (int step = STEPS + 1; step <= 2 * STEPS; step++) {
        save(manager, step);
      }
    }
    // All pages were written anew.
    assertThat(stored.pages()).doesNotContainAnyElementsOf(pages);
    requireSteps(
        LongStream.rangeClosed(1, 2 * STEPS)
            .filter(step -> step > 2 * STEPS - 2 || step % 2 == 0)
            .filter(step -> step != 4)
            .toArray());
  }

  @Test
  void pageAndAnEntryMissing_isDamage_andTheWriterGoesOnAndDeletesNothingOfIt() {
    try (CheckpointManager manager = open(Keep.all())) {
      for (int step = 1; step <= STEPS; step++) {
        manager.save(Progress.at(step), large(step));
      }
    }
    ObjectKey page = stored.pages().get(1);
    long first = stored.stored().pages().get(1).first();
    long last = stored.stored().pages().get(1).last();
    List<ObjectKey> chunks =
        stored.index().readable().flatMap(row -> stored.chunks(row.version()).stream()).toList();
    // All entries whose tail had what is in the page, but for the first.
    memory.delete(List.of(page));
    memory.delete(LongStream.rangeClosed(first + 1, STEPS).mapToObj(stored::entry).toList());
    try (CheckpointReader reader = reader()) {
      assertThatThrownBy(reader::list)
          .isInstanceOf(DamagedException.class)
          .hasMessageContaining(page.name());
      assertThatThrownBy(() -> reader.restore(last)).isInstanceOf(DamagedException.class);
      assertThat(reader.restoreLatest().orElseThrow().progress().step()).isEqualTo(STEPS);
      // One that has its entry is there.
      assertThat(reader.restore(first).progress().step()).isEqualTo(first - 1);
    }
    try (CheckpointManager manager = open(Keep.last(2))) {
      for (int step = STEPS + 1; step <= 2 * STEPS; step++) {
        manager.save(Progress.at(step), large(step));
      }
    }
    assertThat(stored.stored().pages().get(0).object()).endsWith(page.name());
    assertThat(stored.keys("data")).containsAll(chunks);
  }

  @Test
  void restoreLatest_everythingInNoPageDamaged_fallsBackIntoThePage() {
    List<Checkpoint> saved = saveAll();
    open(Keep.all()).close();
    int tail = stored.stored().tail().size();
    for (int i = 0; i < tail; i++) {
      Damage.FLIPPED.strike(
          memory, stored.entry(saved.get(STEPS - 1 - i).version()), stored.entry(1));
    }
    try (CheckpointReader reader = reader()) {
      Restored restored = reader.restoreLatest().orElseThrow();
      assertThat(restored.progress().step()).isEqualTo(STEPS - tail);
      assertThat(restored.passedOver()).hasSize(tail);
    }
  }

  @Test
  void list_whileTheWriterMergesThePages_neverSpeaksOfDamage() {
    saveAll();
    AtomicLong step = new AtomicLong(STEPS);
    try (CheckpointManager manager = open(Keep.all());
        CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      for (int request = 0; request < 4; request++) {
        long before = step.get();
        store.before(PAGE_GET.skipping(request), () -> saveUntilThePagesAreOthers(manager, step));
        List<Checkpoint> list = reader.list();
        assertThat(list).hasSizeBetween((int) before, (int) step.get());
        assertThat(list)
            .extracting(each -> each.progress().step())
            .isEqualTo(LongStream.rangeClosed(1, list.size()).boxed().toList());
        store.heal();
      }
    }
  }

  @Test
  void pageGet_noAnswer_isNeitherDamageNorAReasonToLetGo() {
    saveAll();
    store.inject(PAGE_GET.everyTime(), Fault.lostRequest());
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      assertThatThrownBy(reader::list).isInstanceOf(StoreUnavailableException.class);
    }
    try (CheckpointManager manager = open(store, Keep.last(2))) {
      save(manager, STEPS + 1);
      assertThat(stored.index().liveCount()).isGreaterThan(STEPS - 10);
      store.heal();
      save(manager, STEPS + 2);
      assertThat(steps(manager)).containsExactly(56L, 57L);
    }
  }

  @Test
  void pagePut_refused_savesAllTheSame() {
    try (CheckpointManager manager = open(store, Keep.all())) {
      store.inject(RequestMatch.next(PUT).everyTime(), Fault.refused());
      for (int step = 1; step <= 20; step++) {
        save(manager, step);
      }
      assertThat(stored.stored().pages()).isEmpty();
      store.heal();
      save(manager, 21);
      assertThat(stored.stored().pages()).hasSize(1);
      assertThat(stored.stored().tail()).hasSize(2);
    }
    requireSteps(LongStream.rangeClosed(1, 21).toArray());
  }

  @Test
  void retired_many_areInPagesToo_readableInGrace_andGoneAfterIt() {
    List<Checkpoint> saved;
    try (CheckpointManager manager = graceful()) {
      saved = LongStream.rangeClosed(1, STEPS).mapToObj(step -> save(manager, step)).toList();
      assertThat(stored.stored().retiredPages()).hasSizeBetween(2, 10);
      assertThat(stored.stored().retiredTail().size()).isLessThan(8);
      assertThat(stored.index().retired()).hasSize(STEPS - 1);
      try (CheckpointReader reader = reader()) {
        for (Checkpoint each : saved) {
          assertThat(reader.restore(each.version()).checkpoint()).isEqualTo(each);
        }
      }
      // What somebody deletes is never fallen back to, also in a page.
      editor.delete(saved.get(2).version());
      editor.delete(saved.get(2).version());
      save(manager, STEPS + 1);
      assertThat(stored.index().retired())
          .filteredOn(row -> row.cause().name().equals("DELETED"))
          .extracting(row -> row.checkpoint().version())
          .containsExactly(saved.get(2).version());
      minutes.addAndGet(100);
      save(manager, STEPS + 2);
      assertThat(stored.stored().retiredPages()).isEmpty();
    }
    requireSteps(STEPS + 2);
    assertThat(stored.keys("data")).isEmpty();
    // Two claims at most, the edit, and the commits of what is there or was retired just now.
    assertThat(stored.keys("log").size()).isLessThan(6);
  }

  @Test
  void restoreLatest_onlyRetiredOnesInPagesAreWhole_findsTheNewestOfThem() {
    List<Checkpoint> saved;
    try (CheckpointManager manager = graceful()) {
      saved = LongStream.rangeClosed(1, STEPS).mapToObj(step -> save(manager, step)).toList();
    }
    open(Keep.all()).close();
    long inPage = stored.stored().retiredPages().get(1).page().last();
    editor.delete(inPage);
    for (Checkpoint each : saved) {
      if (each.version() > inPage) {
        Damage.FLIPPED.strike(memory, stored.entry(each.version()), stored.entry(1));
      }
    }
    try (CheckpointReader reader = reader()) {
      assertThat(reader.restoreLatest().orElseThrow().checkpoint().version()).isEqualTo(inPage - 1);
    }
  }

  private void saveUntilThePagesAreOthers(CheckpointManager manager, AtomicLong step) {
    List<ObjectKey> pages = stored.pages();
    for (int i = 0; i < 40 && stored.pages().contains(pages.get(pages.size() - 1)); i++) {
      save(manager, step.incrementAndGet());
    }
    // What is not needed goes at the end, or when there is enough of it.
    List<ObjectKey> needed = stored.pages();
    memory.delete(pages.stream().filter(page -> !needed.contains(page)).toList());
  }

  private List<Checkpoint> saveAll() {
    try (CheckpointManager manager = open(Keep.all())) {
      return LongStream.rangeClosed(1, STEPS).mapToObj(step -> save(manager, step)).toList();
    }
  }

  /** Whoever looks finds checkpoints of these steps, and each can be restored. */
  private void requireSteps(long... steps) {
    try (CheckpointReader reader = reader()) {
      List<Checkpoint> list = reader.list();
      assertThat(list)
          .extracting(each -> each.progress().step())
          .isEqualTo(LongStream.of(steps).boxed().toList());
      assertThat(reader.recoveryInfo().checkpoints()).isEqualTo(steps.length);
      for (Checkpoint each : list) {
        Restored restored = reader.restore(each.version());
        assertThat(restored.checkpoint()).isEqualTo(each);
        assertThat(restored.item("step", Codecs.longs())).containsExactly(each.progress().step());
      }
    }
  }

  private static List<Long> steps(CheckpointManager manager) {
    return manager.list().stream().map(each -> each.progress().step()).toList();
  }

  private static Checkpoint save(CheckpointManager manager, long step) {
    return manager.save(Progress.at(step), State.of("step", Codecs.longs(), new long[] {step}));
  }

  private static State large(long step) {
    long[] values = new long[9000];
    values[0] = step;
    return State.of("large", Codecs.longs(), values);
  }

  private CheckpointReader reader() {
    return CheckpointReader.open(memory, RANKER);
  }

  private CheckpointManager graceful() {
    return builder(Keep.last(1))
        .store(memory)
        .grace(Duration.ofMinutes(90))
        .clock(() -> Instant.EPOCH.plus(Duration.ofMinutes(minutes.get())))
        .open();
  }

  private CheckpointManager open(Keep keep) {
    return builder(keep).store(memory).open();
  }

  private static CheckpointManager open(FaultyStore store, Keep keep) {
    return builder(keep).store(store).open();
  }

  private static CheckpointManagerBuilder builder(Keep keep) {
    return CheckpointManager.builder()
        .process(RANKER)
        .keep(keep)
        .grace(Duration.ZERO)
        .pageLimits(SMALL);
  }
}
