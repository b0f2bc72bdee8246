package dev.cairn.simulation;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointNotFoundException;
import dev.cairn.CheckpointReader;
import dev.cairn.Restored;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Restores and lists. */
final class ReaderActor extends Actor {
  private @Nullable CheckpointReader reader;

  ReaderActor(int number, World world) {
    super(number, Kind.READER, world);
  }

  @Override
  String act(SplittableRandom random) {
    CheckpointReader open = reader;
    if (open == null) {
      open = CheckpointReader.open(store(), World.PROCESS);
      reader = open;
    }
    TreeSet<Long> before = new TreeSet<>(world().oracle().live());
    return switch (random.nextInt(4)) {
      case 0, 1 -> latest(open, before);
      case 2 -> list(open, before);
      default -> version(open, before, random);
    };
  }

  @Override
  void forget() {
    CheckpointReader left = reader;
    reader = null;
    if (left != null) {
      left.close();
    }
  }

  private String latest(CheckpointReader open, NavigableSet<Long> before) {
    Optional<Restored> restored = open.restoreLatest();
    restored.ifPresent(world()::requireRight);
    long version = restored.map(found -> found.checkpoint().version()).orElse(0L);
    // Who deletes what came after it may leave nothing.
    Broken.unless(
        before.isEmpty()
            || version >= before.last()
            || !world().oracle().told().mayBeDeleted().tailSet(before.last()).isEmpty(),
        Promise.NO_TORN_READ,
        "v%d was the newest, and v%d was restored afterwards",
        before.isEmpty() ? 0 : before.last(),
        version);
    return "restores v" + version;
  }

  private String list(CheckpointReader open, NavigableSet<Long> before) {
    List<Checkpoint> listed = open.list();
    for (Checkpoint checkpoint : listed) {
      world().requireCommitted(checkpoint);
    }
    Set<Long> versions = listed.stream().map(Checkpoint::version).collect(Collectors.toSet());
    TreeSet<Long> stayed = new TreeSet<>(before);
    stayed.retainAll(world().oracle().live());
    Broken.unless(
        versions.containsAll(stayed),
        Promise.NO_TORN_READ,
        "%s lacks some of %s",
        versions,
        stayed);
    return "lists " + listed.size();
  }

  private String version(
      CheckpointReader open, NavigableSet<Long> before, SplittableRandom random) {
    if (before.isEmpty()) {
      return "finds nothing to restore";
    }
    long version = List.copyOf(before).get(random.nextInt(before.size()));
    try {
      world().requireRight(open.restore(version));
    } catch (CheckpointNotFoundException e) {
      Broken.unless(
          !world().oracle().live().contains(version),
          Promise.NO_TORN_READ,
          "v%d is live and was not found",
          version);
    }
    return "restores v" + version;
  }
}
