package dev.cairn;

import dev.cairn.internal.data.StateReader;
import dev.cairn.internal.data.Transfers;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.Entry;
import dev.cairn.internal.log.ItemRow;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.LogView;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.PageRow;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.RetiredRow;
import dev.cairn.internal.text.OneLine;
import dev.cairn.policy.Direction;
import dev.cairn.policy.OnDamage;
import dev.cairn.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
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

  private final ObjectStore store;
  private final ProcessId process;
  private final Transfers transfers;
  private final Findings findings;
  private final IndexLook look;
  private final OnDamage onDamage;

  /** Restores by what {@code log} shows, and notes in {@code findings} what it finds out. */
  Restoration(
      ObjectStore store,
      ProcessId process,
      Transfers transfers,
      Findings findings,
      Pages pages,
      Supplier<LogView> log,
      OnDamage onDamage) {
    this.store = store;
    this.process = process;
    this.transfers = transfers;
    this.findings = findings;
    this.look = new IndexLook(store, process, pages, log);
    this.onDamage = onDamage;
  }

  /** Which items are fetched and verified at once; the others are when they are taken. */
  @FunctionalInterface
  interface Wanted {
    /** Those of a checkpoint. */
    List<ItemRow> of(CheckpointRow row);
  }

  /** Every item. */
  static final Wanted ALL = CheckpointRow::items;

  /**
   * The items of some names.
   *
   * @throws CheckpointNotFoundException from it, when the checkpoint lacks one of them
   */
  static Wanted only(ProcessId process, Set<String> names) {
    return row -> {
      List<ItemRow> found =
          row.items().stream().filter(item -> names.contains(item.name())).toList();
      if (found.size() < names.size()) {
        Set<String> absent = new TreeSet<>(names);
        found.forEach(item -> absent.remove(item.name()));
        throw new CheckpointNotFoundException(
            "v%d of %s has no item '%s'. It has %s."
                .formatted(
                    row.version(),
                    process,
                    OneLine.of(absent.iterator().next()),
                    row.items().stream().map(ItemRow::name).toList()));
      }
      return found;
    };
  }

  /**
   * The newest checkpoint that is whole; empty when the process has none.
   *
   * @throws DamagedException when it has some, and none is whole
   */
  Optional<Restored> latest() {
    return firstWhole(Choice.NEWEST, ALL);
  }

  /**
   * The newest checkpoint that is whole, of those that are kept and were saved at a step.
   *
   * @throws CheckpointNotFoundException when there is none
   * @throws DamagedException when there are some, and none is whole
   */
  Restored step(long step) {
    return firstWhole(Choice.ofStep(step), ALL)
        .orElseThrow(
            () ->
                new CheckpointNotFoundException(
                    "%s has no checkpoint at step %d. Give a step of one that is listed."
                        .formatted(process, step)));
  }

  /**
   * The best checkpoint that is whole, of those that are kept.
   *
   * @throws CheckpointNotFoundException when none has the metric
   * @throws DamagedException when there are some, and none is whole
   */
  Restored best(String metric, Direction direction) {
    return firstWhole(Choice.best(process, metric, direction), ALL)
        .orElseThrow(
            () ->
                new CheckpointNotFoundException(
                    "%s has no checkpoint with the metric '%s'. Give a metric that was saved."
                        .formatted(process, OneLine.of(metric))));
  }

  /**
   * The first whole one of some candidates. When one is damaged, the log tells whether it was
   * collected meanwhile; then everything is looked at anew.
   */
  private Optional<Restored> firstWhole(Choice choice, Wanted wanted) {
    return look.askView(view -> firstWhole(view, choice, wanted));
  }

  private Optional<Restored> firstWhole(LogView first, Choice choice, Wanted wanted) {
    LogView view = first;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      List<DamagedException> damage = new ArrayList<>();
      for (DamagedException each : view.damage()) {
        passOver(each, damage);
      }
      boolean collected = false;
      Optional<LogView> later = Optional.empty();
      for (CheckpointRow row : choice.of(look.whole(view), each -> passOver(each, damage))) {
        if (later.filter(now -> isDeleted(now, row.version())).isPresent()) {
          // By somebody else, since the view was taken.
          continue;
        }
        try {
          return Optional.of(restore(row, view, wanted, damage));
        } catch (DamagedException e) {
          LogView now = new LogReader(store, process).view();
          later = Optional.of(now);
          if (isCollected(now, row.version())) {
            view = now;
            collected = true;
            break;
          }
          findings.damaged(row);
          passOver(e, damage);
          LOGGER.warn("Passing over v{} of {}: {}", row.version(), process, e.getMessage());
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
    return look.askView(view -> version(view, version, ALL));
  }

  private Restored version(LogView view, long version, Wanted wanted) {
    CheckpointRow row = required(view, version);
    try {
      return restore(row, view, wanted, List.of());
    } catch (DamagedException e) {
      throw explained(row, e);
    }
  }

  /**
   * A checkpoint that was not looked at yet. Whatever is read of it is verified while it is read,
   * and damage is thrown then; enough for who reads each item once, and to its end.
   */
  Restored unverified(CheckpointRow row, LogView view) {
    return restored(row, reader(row, view), List.of());
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
    Optional<CheckpointRow> row = entry.flatMap(present -> present.manifest().committed());
    if (row.isEmpty()) {
      return look.askView(view -> unverified(required(view, version), view));
    }
    StateReader reader = new StateReader(store, process, row.get(), entry, transfers);
    return restored(row.get(), reader, List.of());
  }

  private CheckpointRow required(LogView view, long version) {
    return find(view, version).orElseThrow(() -> absent(process, view.index(), version));
  }

  /**
   * The checkpoint that a text names: {@code latest}, a version such as {@code v12} or {@code 12},
   * or a tag.
   *
   * @throws CheckpointNotFoundException when there is none
   * @throws DamagedException when it is damaged
   */
  Restored named(String name, Wanted wanted) {
    if (name.equals(Names.LATEST)) {
      return firstWhole(Choice.NEWEST, wanted).orElseThrow(() -> Names.none(process));
    }
    return look.askView(view -> named(view, name, wanted));
  }

  private Restored named(LogView view, String name, Wanted wanted) {
    if (onDamage == OnDamage.FAIL && Names.version(name).isEmpty() && !view.damage().isEmpty()) {
      // What is newer may have given the tag to another one.
      throw view.damage().get(0);
    }
    return version(view, Names.version(process, look.whole(view), name), wanted);
  }

  private void passOver(DamagedException damage, List<DamagedException> passedOver) {
    switch (onDamage) {
      case FAIL -> throw damage;
      case FALL_BACK -> passedOver.add(damage);
    }
  }

  private Restored restore(
      CheckpointRow row, LogView view, Wanted wanted, List<DamagedException> damage) {
    List<ItemRow> items = wanted.of(row);
    StateReader reader = reader(row, view);
    reader.verify(items);
    if (items.size() == row.items().size()) {
      findings.whole(row);
    }
    List<String> passedOver =
        damage.stream().map(DamagedException::getMessage).map(String::valueOf).toList();
    if (!passedOver.isEmpty()) {
      findings.fellBack(Fallback.to(row.version(), passedOver));
    }
    return restored(row, reader, passedOver);
  }

  private StateReader reader(CheckpointRow row, LogView view) {
    Optional<Entry> known = view.entry().filter(entry -> entry.version() == row.version());
    return new StateReader(store, process, row, known, transfers);
  }

  private Restored restored(CheckpointRow row, StateReader reader, List<String> passedOver) {
    return new Restored(
        Rows.checkpoint(process, row), row.items(), reader, e -> explained(row, e), passedOver);
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

  private Optional<CheckpointRow> find(LogView view, long version) {
    return look.whole(view).find(version);
  }

  /**
   * Whether a checkpoint that was listed is so no longer. An index that is older than the
   * checkpoint, since what came after it is damaged, does not tell.
   */
  private boolean isCollected(LogView now, long version) {
    boolean isOlder = now.entry().map(entry -> entry.version() < version).orElse(true);
    return !isOlder && find(now, version).isEmpty();
  }

  private boolean isDeleted(LogView now, long version) {
    return look.whole(now)
        .findRetired(version)
        .filter(row -> row.cause() == RetiredRow.Cause.DELETED)
        .isPresent();
  }

  static CheckpointNotFoundException absent(ProcessId process, Manifest.Index index, long version) {
    return new CheckpointNotFoundException(
        "There is no checkpoint v%d of %s. There are %s."
            .formatted(
                version,
                process,
                index.pages().isEmpty() && index.tail().isEmpty() ? "none" : versions(index)));
  }

  /** The newest ones by name, and how many there are besides. */
  private static String versions(Manifest.Index index) {
    String newest = index.tail().stream().map(row -> "v" + row.version()).toList().toString();
    int older = index.pages().stream().mapToInt(PageRow::left).sum();
    return older == 0 ? newest : newest + " and " + older + " older ones";
  }
}
