package dev.cairn;

import dev.cairn.internal.data.StateReader;
import dev.cairn.internal.data.Transfers;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.Entry;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.LogView;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.RetiredRow;
import dev.cairn.internal.log.TagRow;
import dev.cairn.internal.text.OneLine;
import dev.cairn.store.ObjectStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from a log to a verified state. What cannot be read is either damaged or was collected
 * while it was being read; the newest entry tells which. A damaged checkpoint is passed over for
 * the next older one, and the answer says so; a store that does not answer is neither, and its
 * exception goes through.
 */
final class Restoration {
  private static final Logger LOGGER = LoggerFactory.getLogger(Restoration.class);
  private static final int MOST_TRIES = 5;
  private static final Pattern VERSION = Pattern.compile("v?[0-9]{1,12}");

  private final ObjectStore store;
  private final ProcessId process;
  private final Transfers transfers;
  private final Findings findings;
  private final Supplier<LogView> log;

  /** Restores by what {@code log} shows, and notes in {@code findings} what it finds out. */
  Restoration(
      ObjectStore store,
      ProcessId process,
      Transfers transfers,
      Findings findings,
      Supplier<LogView> log) {
    this.store = store;
    this.process = process;
    this.transfers = transfers;
    this.findings = findings;
    this.log = log;
  }

  /**
   * The newest checkpoint that is whole; empty when the process has none.
   *
   * @throws DamagedException when it has some, and none is whole
   */
  Optional<Restored> latest() {
    LogView view = log.get();
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      List<DamagedException> damage = new ArrayList<>(view.damage());
      boolean collected = false;
      LogView now = view;
      for (CheckpointRow row : candidates(view.index())) {
        if (isDeleted(now, row.version())) {
          // By somebody else, since the view was taken.
          continue;
        }
        try {
          return Optional.of(restore(row, view, damage));
        } catch (DamagedException e) {
          now = new LogReader(store, process).view();
          if (isCollected(now, row.version())) {
            view = now;
            collected = true;
            break;
          }
          findings.damaged(row);
          LOGGER.warn("Passing over v{} of {}: {}", row.version(), process, e.getMessage());
          damage.add(e);
        }
      }
      if (!collected) {
        if (damage.isEmpty()) {
          return Optional.empty();
        }
        throw damage.get(0);
      }
    }
    throw new CheckpointNotFoundException(
        "The checkpoints of %s are collected faster than they can be read. Try again, or keep more of them."
            .formatted(process));
  }

  /**
   * One checkpoint, whole.
   *
   * @throws CheckpointNotFoundException when there is none of that version, or no longer
   * @throws DamagedException when it is damaged
   */
  Restored version(long version) {
    LogView view = log.get();
    CheckpointRow row =
        find(view.index(), version).orElseThrow(() -> absent(process, view.index(), version));
    try {
      return restore(row, view, List.of());
    } catch (DamagedException e) {
      throw explained(row, e);
    }
  }

  /**
   * The checkpoint that the entry of a version committed, as that entry alone tells: one GET. Where
   * the entry was truncated, the newest one tells. Items are fetched and verified when they are
   * read, and not before.
   *
   * @throws CheckpointNotFoundException when there is none of that version, or no longer
   * @throws DamagedException when the entry is damaged
   */
  Restored committedBy(long version) {
    Optional<Entry> entry = new LogReader(store, process).at(version);
    CheckpointRow row =
        entry
            .flatMap(present -> present.manifest().newest())
            .filter(newest -> newest.version() == version)
            .or(() -> find(log.get().index(), version))
            .orElseThrow(() -> absent(process, log.get().index(), version));
    return new Restored(
        Rows.checkpoint(process, row),
        row.items(),
        new StateReader(store, process, row, entry, transfers),
        e -> explained(row, e),
        List.of());
  }

  /**
   * The checkpoint that a text names: {@code latest}, a version such as {@code v12} or {@code 12},
   * or a tag.
   *
   * @throws CheckpointNotFoundException when there is none
   * @throws DamagedException when it is damaged
   */
  Restored named(String name) {
    if (name.equals("latest")) {
      return latest()
          .orElseThrow(
              () ->
                  new CheckpointNotFoundException("%s has no checkpoint yet.".formatted(process)));
    }
    if (VERSION.matcher(name).matches()) {
      return version(Long.parseLong(name.startsWith("v") ? name.substring(1) : name));
    }
    Manifest.Index index = log.get().index();
    TagRow tag = index.tags().get(name);
    if (tag == null) {
      throw new CheckpointNotFoundException(
          "%s has no checkpoint '%s'. Give latest, a version such as v12, or one of the tags %s."
              .formatted(process, OneLine.of(name), index.tags().keySet()));
    }
    return version(tag.version());
  }

  private Restored restore(CheckpointRow row, LogView view, List<DamagedException> damage) {
    Optional<Entry> known = view.entry().filter(entry -> entry.version() == row.version());
    StateReader reader = new StateReader(store, process, row, known, transfers);
    reader.verify();
    findings.whole(row);
    return new Restored(
        Rows.checkpoint(process, row),
        row.items(),
        reader,
        e -> explained(row, e),
        damage.stream().map(DamagedException::getMessage).map(String::valueOf).toList());
  }

  /** What damage to a checkpoint is: that, or a sign that it was collected meanwhile. */
  private CairnException explained(CheckpointRow row, CairnException damage) {
    LogView now = new LogReader(store, process).view();
    if (isCollected(now, row.version())) {
      return absent(process, now.index(), row.version());
    }
    findings.damaged(row);
    return damage;
  }

  /**
   * Newest first: what is kept, and what retention has let go but is still there. Never what
   * somebody deleted.
   */
  private static List<CheckpointRow> candidates(Manifest.Index index) {
    Stream<CheckpointRow> retired =
        index.retired().stream()
            .filter(row -> row.cause() == RetiredRow.Cause.RETENTION)
            .map(RetiredRow::checkpoint);
    return Stream.concat(index.live().stream(), retired)
        .sorted(Comparator.comparingLong(CheckpointRow::version).reversed())
        .toList();
  }

  private static Optional<CheckpointRow> find(Manifest.Index index, long version) {
    return index.readable().filter(row -> row.version() == version).findFirst();
  }

  /**
   * Whether a checkpoint that was listed is so no longer. An index that is older than the
   * checkpoint, since what came after it is damaged, does not tell.
   */
  private static boolean isCollected(LogView now, long version) {
    boolean isOlder = now.entry().map(entry -> entry.version() < version).orElse(true);
    return !isOlder && find(now.index(), version).isEmpty();
  }

  private static boolean isDeleted(LogView now, long version) {
    return now.index().retired().stream()
        .anyMatch(
            row ->
                row.checkpoint().version() == version && row.cause() == RetiredRow.Cause.DELETED);
  }

  static CheckpointNotFoundException absent(ProcessId process, Manifest.Index index, long version) {
    return new CheckpointNotFoundException(
        "There is no checkpoint v%d of %s. There are %s."
            .formatted(
                version,
                process,
                index.live().isEmpty()
                    ? "none"
                    : index.live().stream().map(row -> "v" + row.version()).toList()));
  }
}
