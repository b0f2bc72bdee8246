package dev.cairn.simulation;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointManager;
import dev.cairn.CommitOutcomeUnknownException;
import dev.cairn.FencedException;
import dev.cairn.PendingSave;
import dev.cairn.Restored;
import dev.cairn.Simulated;
import dev.cairn.Status;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.PartListing;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunParts;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the process, saves in every way, and drives a run. */
final class WriterActor extends Actor {
  private @Nullable CheckpointManager manager;
  private boolean fenced;

  WriterActor(int number, World world) {
    super(number, Kind.WRITER, world);
  }

  @Override
  String act(SplittableRandom random) {
    CheckpointManager open = manager;
    if (open == null || random.nextInt(fenced ? 2 : 8) == 0) {
      return open();
    }
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> save(open);
      case 4 -> saveBehind(open, 1 + random.nextInt(2));
      case 5 -> mark(open);
      case 6 -> "restores " + restore(open);
      case 7 -> "collects " + open.garbageCollector().collect().objects();
      default -> drive(open);
    };
  }

  @Override
  void forget() {
    CheckpointManager left = manager;
    manager = null;
    fenced = false;
    if (left != null) {
      try {
        left.close();
      } catch (RuntimeException e) {
        // Nobody hears it: the machine is off, or its saves were decided before.
      }
    }
  }

  private String open() {
    forget();
    CheckpointManager open =
        Simulated.manager(store(), World.PROCESS, this::now, patience(), world().plan().limits())
            .keep(world().plan().retained().policy())
            .grace(world().plan().grace())
            .open();
    manager = open;
    if (!isDead()) {
      told().epochs().add(open.epoch());
      Broken.unless(
          world().oracle().newestClaim() >= open.epoch(),
          Promise.NO_ZOMBIE,
          "epoch %d was opened and is not in the log",
          open.epoch());
    }
    return "opens, epoch " + open.epoch() + ", and finds " + restore(open);
  }

  private String restore(CheckpointManager open) {
    Optional<Restored> restored = open.restoreLatest();
    restored.ifPresent(world()::requireRight);
    return restored.map(found -> "v" + found.checkpoint().version()).orElse("nothing");
  }

  private String save(CheckpointManager open) {
    long step = world().nextStep();
    return saved(open, step, epochNow(), () -> open.save(Model.progress(step), Model.state(step)));
  }

  private String saveBehind(CheckpointManager open, int count) {
    List<Supplier<String>> saves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long step = world().nextStep();
      long epochBefore = epochNow();
      PendingSave pending;
      try {
        pending = open.saveAsync(Model.progress(step), Model.state(step));
      } catch (FencedException | StoreException | StoreUnavailableException e) {
        // Of the one before, which nobody has asked for yet.
        continue;
      }
      saves.add(() -> saved(open, step, epochBefore, pending::await));
    }
    StringBuilder all = new StringBuilder("behind: ");
    for (Supplier<String> save : saves) {
      try {
        all.append(save.get()).append("; ");
      } catch (FencedException
          | StoreException
          | StoreUnavailableException
          | CommitOutcomeUnknownException e) {
        all.append(e.getClass().getSimpleName()).append("; ");
      }
    }
    return all.toString();
  }

  private String mark(CheckpointManager open) {
    long epochBefore = epochNow();
    return acknowledged(open, open.mark(Status.INTERRUPTED, Optional.of("a mark")), epochBefore);
  }

  private long epochNow() {
    return told().epochs().isEmpty() ? 0 : told().epochs().last();
  }

  /** A save of a step; an error that says so means that it never will be there. */
  private String saved(
      CheckpointManager open, long step, long epochBefore, Supplier<Checkpoint> save) {
    try {
      return acknowledged(open, save.get(), epochBefore);
    } catch (FencedException e) {
      fenced = true;
      denied(step);
      Broken.unless(
          isDead() || world().oracle().newestClaim() > open.epoch(),
          Promise.NOTHING_LOST,
          "epoch %d is fenced, and nobody has claimed the process since",
          open.epoch());
      throw e;
    } catch (StoreException | StoreUnavailableException e) {
      denied(step);
      throw e;
    }
  }

  private void denied(long step) {
    if (!isDead()) {
      told().denied().add(step);
      Broken.unless(
          !world().oracle().isLive(step), Promise.NO_UNDEAD, "step %d is there already", step);
    }
  }

  private String acknowledged(CheckpointManager open, Checkpoint saved, long epochBefore) {
    if (isDead()) {
      return "";
    }
    long version = saved.version();
    Broken.unless(!fenced, Promise.NO_ZOMBIE, "v%d, after a fence", version);
    Broken.unless(
        epochBefore <= open.epoch()
            && told().epochs().subSet(open.epoch(), false, version, false).isEmpty(),
        Promise.NO_ZOMBIE,
        "v%d of epoch %d, when the epochs %s were open",
        version,
        open.epoch(),
        told().epochs());
    Broken.unless(
        world().oracle().stepOf(version).equals(Optional.of(saved.progress().step())),
        Promise.NOTHING_LOST,
        "v%d was acknowledged and not committed",
        version);
    told().acknowledge();
    return "saves v" + version + " (" + saved.progress() + ")";
  }

  /** Registers a run, and completes it when all its parts are there. */
  private String drive(CheckpointManager open) {
    long generation = world().generation();
    RunDefinition definition = Model.run(world().plan().seed(), generation);
    RegisteredRun run = open.register(definition, OnMismatch.RECOMPUTE);
    if (isDead()) {
      return "";
    }
    RunParts parts = new RunParts(store(), run.prefix(), Model.UNITS);
    PartListing listing = parts.list();
    if (!listing.missing().isEmpty()) {
      world().announce(run);
      return "registers run v" + run.version() + ", missing " + listing.missing();
    }
    world().requireResults(parts, listing, definition);
    if (run.isCompleted()) {
      world().completed(generation);
      return "finds run v" + run.version() + " completed";
    }
    long step = world().nextStep();
    String done =
        saved(
            open,
            step,
            epochNow(),
            () -> open.complete(run, Model.progress(step), Model.state(step)));
    if (!isDead()) {
      world().completed(generation);
    }
    return "completes run v" + run.version() + ": " + done;
  }

  private Told told() {
    return world().oracle().told();
  }
}
