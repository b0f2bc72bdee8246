package dev.cairn.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointNotFoundException;
import dev.cairn.CheckpointReader;
import dev.cairn.Compression;
import dev.cairn.DamagedException;
import dev.cairn.GarbageCollector;
import dev.cairn.Progress;
import dev.cairn.Restored;
import dev.cairn.codec.Codecs;
import dev.cairn.run.DamagedPartException;
import dev.cairn.run.PartListing;
import dev.cairn.run.PartSlice;
import dev.cairn.run.ResultDigest;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunInfo;
import dev.cairn.run.RunParts;
import dev.cairn.store.memory.MemoryStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads all that can be read of a store, and compares it with what was saved. */
final class Inspection {
  private final Whole whole;
  private final MemoryStore store;
  private boolean reported;

  Inspection(Whole whole, MemoryStore store) {
    this.whole = whole;
    this.store = store;
  }

  /** Throws when something that is handed back is wrong. */
  Outcome run() {
    try (CheckpointReader reader = CheckpointReader.open(store, Whole.PROCESS)) {
      read(reader);
    }
    read(() -> GarbageCollector.of(store, Whole.PROCESS).dryRun());
    // The next writer goes on from what is whole, and what it saves can be read.
    Optional<CheckpointManager> next = read(() -> Whole.manager(store, Compression.NONE));
    if (next.isPresent()) {
      try (CheckpointManager manager = next.get()) {
        read(manager::restoreLatest).flatMap(found -> found).ifPresent(this::requireRight);
        long step = 500;
        Checkpoint saved = manager.save(Progress.at(step), Whole.state(step));
        requireState(manager.restore(saved.version()), step);
        try (CheckpointReader reader = CheckpointReader.open(store, Whole.PROCESS)) {
          Restored latest = reader.restoreLatest().orElseThrow();
          assertThat(latest.checkpoint().version()).isEqualTo(saved.version());
          requireState(latest, step);
          for (long version : whole.saved().keySet()) {
            if (version % 5 == 0) {
              read(() -> reader.restore(version)).ifPresent(this::requireRight);
            }
          }
        }
      }
    }
    return reported ? Outcome.REPORTED : Outcome.ALL_RIGHT;
  }

  private void read(CheckpointReader reader) {
    reported |= read(reader::recoveryInfo).filter(info -> !info.damage().isEmpty()).isPresent();
    read(reader::restoreLatest).flatMap(found -> found).ifPresent(this::requireRight);
    for (Checkpoint listed : read(reader::list).orElse(List.of())) {
      assertThat(listed).isEqualTo(whole.saved().get(listed.version()));
    }
    for (long version : whole.saved().keySet()) {
      read(() -> reader.restore(version)).ifPresent(this::requireRight);
      if (version % 3 == 0) {
        read(() -> reader.openVersion(version)).ifPresent(this::readAndRequireRight);
      }
    }
    read(reader::tags);
    for (RunInfo run : read(reader::runs).orElse(List.of())) {
      readParts(run);
    }
  }

  private void readParts(RunInfo run) {
    RunDefinition definition = RunDefinition.ofFields(run.definition());
    RunParts parts = new RunParts(store, run.prefix(), definition.units());
    PartListing listing = parts.list();
    reported |= !listing.missing().isEmpty() || !listing.conflicts().isEmpty();
    listing
        .parts()
        .forEach(
            part ->
                read(() -> parts.read(part))
                    .ifPresent(
                        results -> {
                          for (int i = 0; i < results.size(); i++) {
                            assertThat(results.get(i))
                                .isEqualTo(Whole.result(definition, part.units().first() + i));
                          }
                        }));
    if (listing.missing().isEmpty()) {
      read(() -> digest(parts, listing, definition))
          .ifPresent(digest -> assertThat(digest).isEqualTo(Whole.digest(definition)));
    }
  }

  private static String digest(RunParts parts, PartListing listing, RunDefinition definition) {
    ResultDigest digest = new ResultDigest(definition.units());
    for (PartSlice slice : listing.cover().slices()) {
      digest.add(slice.units(), ResultDigest.unitDigests(parts.read(slice)));
    }
    return digest.complete();
  }

  /** Reads something; empty when it is damaged, or is not there, which was noted. */
  private <T> Optional<T> read(Supplier<T> what) {
    try {
      return Optional.of(what.get());
    } catch (DamagedException | DamagedPartException | CheckpointNotFoundException e) {
      reported = true;
      return Optional.empty();
    }
  }

  private void readAndRequireRight(Restored restored) {
    read(
        () -> {
          requireRight(restored);
          return "right";
        });
  }

  private void requireRight(Restored restored) {
    reported |= !restored.passedOver().isEmpty();
    Checkpoint saved = whole.saved().get(restored.checkpoint().version());
    assertThat(restored.checkpoint()).isEqualTo(saved);
    requireState(restored, restored.progress().step());
  }

  private static void requireState(Restored restored, long step) {
    assertThat(restored.item("step", Codecs.longs())).containsExactly(step);
    assertThat(restored.item("weights", Codecs.longs())).isEqualTo(Whole.values(step, 1));
    assertThat(restored.item("optimizer", Codecs.longs())).isEqualTo(Whole.values(step, 2));
  }
}
