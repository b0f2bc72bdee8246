package dev.cairn.store.local.power;

import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.local.LocalStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Cuts the power after each operation of a program, and looks at what may be left. It does the same
 * for somebody who looks into the directory at that moment, before the cut: what was shown to him
 * must be there afterwards, as if it had been acknowledged.
 */
final class PowerCuts {
  /** Each way in which a store shows that there is an object of a key. */
  private static final List<BiConsumer<LocalStore, ObjectKey>> LOOKS =
      List.of(
          LocalStore::get,
          LocalStore::head,
          (store, key) -> store.list(ListRequest.objects(KeyPrefix.ROOT)));

  private final Path live;
  private final Path scratch;
  private final Training training;
  private final int most;
  private final int random;
  private final SplittableRandom chance;
  private final Disk disk;
  private final Set<String> looked = new HashSet<>();
  private long operations;
  private long complete;

  /**
   * Cuts in a life that goes on in {@code live}.
   *
   * @param scratch for what is left after a cut
   * @param most how many combinations are tried after one operation; when there are more, those
   *     that are left out are drawn from
   * @param random how many are drawn at random besides, with what was removed coming back
   */
  PowerCuts(
      Path live, Path scratch, Training training, int most, int random, SplittableRandom chance) {
    this.live = live;
    this.scratch = scratch;
    this.training = training;
    this.most = most;
    this.random = random;
    this.chance = chance;
    this.disk = new Disk(live);
  }

  /** The folder below {@link #live} that the store is in, watched. */
  Path watched() {
    return WatchedFileSystem.watch(live.resolve("store"), this::happened);
  }

  /** How many operations there were, and after each of them a cut. */
  long operations() {
    return operations;
  }

  /** After how many of them every combination was tried. */
  long complete() {
    return complete;
  }

  /** How many different directories were looked at. */
  long directories() {
    return looked.size();
  }

  private synchronized void happened(Operation operation) {
    operations++;
    disk.apply(operation);
    boolean all = cut(disk, training.acknowledged(), operation);
    Disk shown = disk.copy();
    long seen = Training.seen(WatchedFileSystem.watch(live.resolve("store"), shown::apply));
    all &= cut(shown, Math.max(training.acknowledged(), seen), operation);
    complete += all ? 1 : 0;
    if (operation instanceof Operation.Link link) {
      named(link.name(), operation);
    } else if (operation instanceof Operation.Move move) {
      named(move.to(), operation);
    }
  }

  /** A file has got a name: once somebody was shown it, it must be there after a cut, whole. */
  private void named(Path file, Operation last) {
    String path = live.relativize(file).toString();
    if (path.startsWith("store/~")) {
      return;
    }
    ObjectKey key = new ObjectKey(path.substring("store/".length()));
    for (BiConsumer<LocalStore, ObjectKey> look : LOOKS) {
      Disk shown = disk.copy();
      try (var store =
          new LocalStore(WatchedFileSystem.watch(live.resolve("store"), shown::apply))) {
        look.accept(store, key);
      }
      var all = new Choices.All();
      boolean more = true;
      for (int tried = 0; more && tried < most; tried++) {
        requireWhole(shown.afterCut(all), path, last);
        more = all.next();
      }
      for (int tried = 0; tried < random + most; tried++) {
        requireWhole(shown.afterCut(Choices.random(chance)), path, last);
      }
    }
  }

  private void requireWhole(Remains remains, String path, Operation last) {
    try {
      if (!remains.holds(path, Files.readAllBytes(live.resolve(path)))) {
        throw new AssertionError(
            "%s was shown. A power cut after operation %d, %s, can leave%n%s"
                .formatted(path, operations, describe(last), remains));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tries what may be left; true when that was everything. */
  private boolean cut(Disk before, long promised, Operation last) {
    var all = new Choices.All();
    boolean more = true;
    for (int tried = 0; more && tried < most; tried++) {
      look(before.afterCut(all), promised, last);
      more = all.next();
    }
    for (int tried = 0; tried < (more ? random + most : random); tried++) {
      look(before.afterCut(Choices.random(chance)), promised, last);
    }
    return !more;
  }

  private void look(Remains remains, long promised, Operation last) {
    if (!looked.add(promised + "\n" + remains.fingerprint())) {
      return;
    }
    try {
      Path folder = Files.createTempDirectory(scratch, "cut");
      remains.restoreTo(folder);
      // No one reads this disk after another cut, so no sync is waited for.
      Path store = WatchedFileSystem.watch(folder.resolve("store"), operation -> {});
      try {
        Training.requireKept(store, promised);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "Step %d was acknowledged or shown. A power cut after operation %d, %s, can leave%n%s"
                .formatted(promised, operations, describe(last), remains),
            e);
      }
      remove(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String describe(Operation operation) {
    String text = operation.toString();
    return text.length() > 200 ? text.substring(0, 200) : text;
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      List<Path> paths = below.sorted(Comparator.reverseOrder()).toList();
      for (Path path : paths) {
        Files.delete(path);
      }
    }
  }
}
