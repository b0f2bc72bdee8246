package dev.cairn;

import dev.cairn.internal.log.CommitLog;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.RunRow;
import dev.cairn.internal.log.TagRow;
import dev.cairn.policy.Keep;
import dev.cairn.run.DamagedPartException;
import dev.cairn.run.PartName;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunParts;
import dev.cairn.store.ObjectStore;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings what an origin has to a process of a store, in the order in which it came about there:
 * runs are registered and checkpoints committed one after the other, so that what an interrupted
 * copy leaves is the begin of the whole, and the next copy goes on behind it.
 *
 * <p>The process is opened for writing when there is something to commit, and not before. For one
 * use.
 */
final class Copying implements AutoCloseable {
  private final Origin origin;
  private final ObjectStore store;
  private final ProcessId process;
  private final CheckpointReader target;
  private final CopyPlan plan;
  private final List<CopyReport.Copied> copied = new ArrayList<>();
  private final List<CopyReport.Copied> present = new ArrayList<>();
  private final List<Skipped> skipped = new ArrayList<>();

  /** By the version of the run in the origin: its registration in the target. */
  private final Map<Long, RegisteredRun> runs = new HashMap<>();

  /** By the version of the run in the origin: what is wrong with a part of it. */
  private final Map<Long, String> damagedRuns = new HashMap<>();

  private @Nullable CheckpointManager manager;
  private long parts;

  /**
   * A copy that has not begun.
   *
   * @throws InvalidRequestException when the target has something else; nothing was written
   */
  Copying(Origin origin, ObjectStore store, ProcessId process) {
    this.origin = origin;
    this.store = store;
    this.process = process;
    this.target = CheckpointReader.open(store, process);
    try {
      this.plan = CopyPlan.of(origin, target, target.moment());
    } catch (RuntimeException e) {
      target.close();
      throw e;
    }
    skipped.addAll(origin.missing());
  }

  /** Copies what is missing. */
  CopyReport run() {
    Deque<OriginRun> next = new ArrayDeque<>(origin.runs());
    for (OriginCheckpoint checkpoint : origin.checkpoints()) {
      while (!next.isEmpty() && next.peek().version() < checkpoint.version()) {
        bring(next.remove());
      }
      bring(checkpoint);
    }
    next.forEach(this::bring);
    markPresent();
    return new CopyReport(origin.process(), process, copied, present, skipped, parts);
  }

  @Override
  public void close() {
    try {
      if (manager != null) {
        manager.close();
      }
    } finally {
      target.close();
    }
  }

  private void bring(OriginRun run) {
    Optional<RunRow> there = plan.run(run);
    if (there.isEmpty() && isPresent(run.completedBy())) {
      // The target let it go.
      return;
    }
    RegisteredRun registered =
        there
            .map(row -> RunRegistry.registered(process, row, run.definition()))
            .orElseGet(() -> commits().registerAnew(run.definition(), now -> run.registered()));
    runs.put(run.version(), registered);
    if (!registered.isCompleted()) {
      bringParts(run, registered);
    }
  }

  private void bringParts(OriginRun run, RegisteredRun registered) {
    List<PartName> wanted = origin.parts(run);
    if (wanted.isEmpty()) {
      return;
    }
    RunParts there = new RunParts(store, registered.prefix(), run.definition().units());
    Set<PartName> known = new HashSet<>(there.list().parts());
    for (PartName part : wanted) {
      if (known.contains(part)) {
        continue;
      }
      try {
        there.copy(part, origin.part(run, part));
        parts++;
      } catch (DamagedPartException e) {
        damagedRuns.putIfAbsent(run.version(), String.valueOf(e.getMessage()));
      }
    }
  }

  private void bring(OriginCheckpoint checkpoint) {
    long version = checkpoint.version();
    Optional<Long> there = plan.checkpoint(version);
    if (there.isPresent()) {
      present.add(new CopyReport.Copied(version, there.get()));
      return;
    }
    Optional<Skipped> unreadable = plan.unreadable(version).or(() -> damagedRun(version));
    if (unreadable.isPresent()) {
      skipped.add(unreadable.get());
      return;
    }
    try {
      Checkpoint saved =
          commits()
              .save(
                  checkpoint.checkpoint().progress(),
                  now -> checkpoint.checkpoint().time(),
                  origin.state(checkpoint),
                  (index, to) -> marked(checkpoint, completed(version, index, to), to));
      copied.add(new CopyReport.Copied(version, saved.version()));
    } catch (DamagedException | CheckpointNotFoundException e) {
      skipped.add(new Skipped(version, String.valueOf(e.getMessage())));
    }
  }

  private Optional<Skipped> damagedRun(long version) {
    return origin.runs().stream()
        .filter(run -> run.completedBy().orElse(0) == version)
        .flatMap(run -> Optional.ofNullable(damagedRuns.get(run.version())).stream())
        .map(why -> new Skipped(version, why))
        .findFirst();
  }

  private Manifest.Index completed(long from, Manifest.Index base, long to) {
    Manifest.Index index = base;
    for (OriginRun run : origin.runs()) {
      RegisteredRun registered = runs.get(run.version());
      if (run.completedBy().orElse(0) == from && registered != null) {
        index = RunRegistry.complete(index, registered, to);
      }
    }
    return index;
  }

  /** The index with the pin and the tags of a checkpoint on its copy. */
  private Manifest.Index marked(OriginCheckpoint checkpoint, Manifest.Index base, long to) {
    Manifest.Index index = base;
    if (checkpoint.pinned()) {
      index = with(index, Edits.pin(process, target.pages(), to));
    }
    for (Map.Entry<String, TagRow> tag : checkpoint.tags().entrySet()) {
      Optional<Instant> expires = Optional.ofNullable(tag.getValue().expires());
      if (expires.isEmpty() || expires.get().isAfter(Instant.now())) {
        index = with(index, Edits.tag(process, target.pages(), tag.getKey(), to, expires));
      }
    }
    return index;
  }

  private static Manifest.Index with(Manifest.Index base, CommitLog.Edit edit) {
    return edit.on(base).orElse(base);
  }

  /** Pins and tags that checkpoints got after they were copied. */
  private void markPresent() {
    CommitLog.Edit edit =
        base -> {
          Manifest.Index index = base;
          for (OriginCheckpoint checkpoint : origin.checkpoints()) {
            Optional<Long> there = plan.checkpoint(checkpoint.version());
            if (there.isPresent()) {
              index = marked(checkpoint, index, there.get());
            }
          }
          return index.equals(base) ? Optional.empty() : Optional.of(index);
        };
    Manifest.Index now =
        manager == null
            ? plan.moment().view().index()
            : manager.commits().newest().manifest().index();
    if (edit.on(now).isPresent()) {
      commits().edit(pages -> edit);
    }
  }

  private boolean isPresent(OptionalLong version) {
    return version.isPresent() && plan.checkpoint(version.getAsLong()).isPresent();
  }

  private Commits commits() {
    CheckpointManager open = manager;
    if (open == null) {
      open =
          CheckpointManager.builder()
              .store(store)
              .process(process)
              .keep(Keep.all())
              .openRuns(Integer.MAX_VALUE)
              // What is read ahead is in memory too.
              .parallelism(2)
              .open();
      manager = open;
      requireUnchanged(open.commits());
    }
    return open.commits();
  }

  private void requireUnchanged(Commits commits) {
    Manifest.Index planned = plan.moment().view().index();
    Manifest.Index now = commits.newest().manifest().index();
    if (!now.pages().equals(planned.pages())
        || !now.tail().equals(planned.tail())
        || !now.runs().equals(planned.runs())) {
      throw new InvalidRequestException(
          "%s was written to while it was compared with %s: no checkpoint was copied. See who else writes to it, and copy again."
              .formatted(process, origin.process()));
    }
  }
}
