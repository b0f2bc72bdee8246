package dev.cairn.simulation;

import dev.cairn.ProcessId;
import dev.cairn.Status;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.ChunkRow;
import dev.cairn.internal.log.Entry;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.PageRow;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.RunRow;
import dev.cairn.internal.log.WholeIndex;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sees every change of the store, past the network, and compares it with what the entry before
 * allows and with what the actors were told.
 *
 * <p>The model is the row of entries that were the newest, each with the set of its live
 * checkpoints. A claim changes nothing of that set; an edit takes at most one away, and only one
 * that somebody asked to delete; a commit adds its own and takes away what the policy lets go. So
 * what was once committed is there until the model says that it may go.
 */
final class Oracle {
  private final ObjectStore store;
  private final ProcessId process;
  private final Retained retained;
  private final LogReader log;
  private final Pages pages;
  private final Told told = new Told();
  private final TreeMap<Long, Manifest> chain = new TreeMap<>();
  private final Map<Long, Long> committed = new HashMap<>();
  private final Map<String, Integer> contents = new HashMap<>();
  private Map<Long, CheckpointRow> live = Map.of();
  private Set<String> needed = Set.of();
  private Set<String> folders = Set.of();

  Oracle(ObjectStore store, ProcessId process, Retained retained) {
    this.store = store;
    this.process = process;
    this.retained = retained;
    this.log = new LogReader(store, process);
    this.pages = new Pages(store, process, Integer.MAX_VALUE);
  }

  /** What the actors asked for and were told. */
  Told told() {
    return told;
  }

  /** The newest entry was seen with these live checkpoints, by their versions. */
  Set<Long> live() {
    return live.keySet();
  }

  /** Whether a checkpoint of a step is live that was saved, and not marked. */
  boolean isLive(long step) {
    return live.values().stream()
        .anyMatch(row -> row.step() == step && row.status() == Status.IN_PROGRESS);
  }

  /** The step of a checkpoint that was committed; empty when none of that version was. */
  Optional<Long> stepOf(long version) {
    return Optional.ofNullable(committed.get(version));
  }

  /** The newest entry that is a claim, by its version; 0 when there is none. */
  long newestClaim() {
    return chain.isEmpty() ? 0 : chain.lastEntry().getValue().epoch();
  }

  /** To be called after each write, whoever sent it. */
  void changed(Request request) {
    for (ObjectKey key : request.keys()) {
      look(key);
    }
    Optional<Entry> newest = log.view().entry();
    if (newest.isEmpty()) {
      Broken.unless(chain.isEmpty(), Promise.NOTHING_LOST, "the log is empty");
      return;
    }
    Manifest now = newest.get().manifest();
    @Nullable Manifest before = chain.isEmpty() ? null : chain.lastEntry().getValue();
    if (before == null || now.version() != before.version()) {
      follows(before, now);
    }
  }

  /** An object never changes, and what is needed is not deleted. */
  private void look(ObjectKey key) {
    Optional<byte[]> there = store.get(key);
    if (there.isPresent()) {
      int hash = java.util.Arrays.hashCode(there.get());
      Integer other = contents.putIfAbsent(key.value(), hash);
      // A claim or an edit may come into a slot that truncation has emptied.
      boolean isEntry = log.version(key).isPresent();
      Broken.unless(
          other == null || other == hash || (isEntry && !needed.contains(key.value())),
          Promise.NOTHING_LOST,
          "%s was overwritten",
          key);
    } else {
      Broken.unless(
          !needed.contains(key.value())
              && folders.stream().noneMatch(folder -> key.value().startsWith(folder)),
          Promise.NOTHING_LIVE_DELETED,
          "%s",
          key);
    }
  }

  /** The next entry is what the one before allows. */
  private void follows(@Nullable Manifest before, Manifest now) {
    String what = now.kind() + " v" + now.version();
    long version = now.version();
    Broken.unless(
        version == (before == null ? 1 : before.version() + 1)
            && java.util.Objects.equals(now.previous(), before == null ? null : before.writeId()),
        Promise.NOTHING_LOST,
        "%s was not built on the newest entry",
        what);
    WholeIndex index = new WholeIndex(now.index(), pages);
    Map<Long, CheckpointRow> next = new TreeMap<>();
    index.live().forEach(row -> next.put(row.version(), row));
    Set<Long> gone = new HashSet<>(live.keySet());
    gone.removeAll(next.keySet());
    Set<Long> come = new HashSet<>(next.keySet());
    come.removeAll(live.keySet());
    switch (now.kind()) {
      case CLAIM ->
          Broken.unless(
              gone.isEmpty() && come.isEmpty(), Promise.NOTHING_LOST, "%s lost %s", what, gone);
      case EDIT -> {
        sameEpoch(before, now);
        Broken.unless(come.isEmpty(), Promise.NOTHING_LOST, "%s brought back %s", what, come);
        Broken.unless(
            told.mayBeDeleted().containsAll(gone) && gone.size() <= 1,
            Promise.NOTHING_LOST,
            "%s took %s away",
            what,
            gone);
      }
      case COMMIT -> {
        sameEpoch(before, now);
        come.remove(version);
        Broken.unless(come.isEmpty(), Promise.NOTHING_LOST, "%s brought back %s", what, come);
        mayGo(before, what, next, gone);
        Optional.ofNullable(next.get(version)).ifPresent(row -> committed.put(version, row.step()));
      }
    }
    for (CheckpointRow row : next.values()) {
      Broken.unless(
          row.status() != Status.IN_PROGRESS || !told.denied().contains(row.step()),
          Promise.NO_UNDEAD,
          "step %d is in %s",
          row.step(),
          what);
    }
    Broken.unless(
        now.pins().containsAll(told.pinned()) && next.keySet().containsAll(told.pinned()),
        Promise.NOTHING_LOST,
        "%s has the pins %s, and not %s",
        what,
        now.pins(),
        told.pinned());
    runsStay(before, now);
    chain.put(version, now);
    live = next;
    need(index, now);
  }

  private static void sameEpoch(@Nullable Manifest before, Manifest now) {
    Broken.unless(
        before != null && before.epoch() == now.epoch(),
        Promise.NO_ZOMBIE,
        "v%d of epoch %d came after another epoch",
        now.version(),
        now.epoch());
  }

  private void mayGo(
      @Nullable Manifest before, String what, Map<Long, CheckpointRow> next, Set<Long> gone) {
    List<CheckpointRow> all = new ArrayList<>(live.values());
    next.values().stream().filter(row -> !live.containsKey(row.version())).forEach(all::add);
    Set<Long> stay = new HashSet<>(retained.of(all));
    if (before != null) {
      stay.addAll(before.pins());
      // The policy itself moves the name of the best one.
      before.tags().entrySet().stream()
          .filter(tag -> !tag.getKey().equals("best"))
          .forEach(tag -> stay.add(tag.getValue().version()));
    }
    stay.retainAll(gone);
    Broken.unless(stay.isEmpty(), Promise.NOTHING_LOST, "%s let %s go", what, stay);
  }

  /** A run that is open is there until it is completed or retired. */
  private static void runsStay(@Nullable Manifest before, Manifest now) {
    if (before == null) {
      return;
    }
    Set<Long> runs = now.runs().stream().map(RunRow::version).collect(Collectors.toSet());
    for (RunRow run : before.runs()) {
      Broken.unless(
          runs.contains(run.version()) || run.completed() != null || run.retired() != null,
          Promise.NOTHING_LOST,
          "the run v%d is not in v%d",
          run.version(),
          now.version());
    }
  }

  /** All that the newest entry needs is there, and must not be deleted. */
  private void need(WholeIndex index, Manifest now) {
    Set<String> keys = new HashSet<>();
    index
        .readable()
        .flatMap(CheckpointRow::objects)
        .map(ChunkRow.StoredObject::key)
        .forEach(name -> keys.add(process.prefix().key(name).value()));
    index
        .stored()
        .allPages()
        .map(PageRow::object)
        .forEach(name -> keys.add(process.prefix().key(name).value()));
    index.readable().forEach(row -> keys.add(log.key(row.version()).value()));
    keys.add(log.key(now.version()).value());
    for (String key : keys) {
      Broken.unless(
          store.head(new ObjectKey(key)).isPresent(),
          Promise.NOTHING_LIVE_DELETED,
          "v%d needs %s, which is not there",
          now.version(),
          key);
    }
    for (Manifest entry : chain.values()) {
      switch (entry.kind()) {
        case CLAIM, EDIT -> keys.add(log.key(entry.version()).value());
        case COMMIT -> {}
      }
    }
    needed = keys;
    folders =
        now.runs().stream()
            .map(run -> process.prefix().value() + run.folder() + "/")
            .collect(Collectors.toSet());
  }
}
