package dev.cairn.store.local.power;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a disk may hold after a power cut, given all that a program has done to it.
 *
 * <p>The rules are those of POSIX at their worst, and no file system's own: a name in a folder is
 * durable once the folder was synced, and until then it may be what it was at that sync or anything
 * that it has been since, whatever became of other names. A move is a new name and a removed one,
 * and either may be lost. Bytes of a file are durable once the file was synced, and until then the
 * file may be as it was then, cut, or full of zeros. A sync of a file does nothing for its names.
 *
 * <p>Used by one thread at a time.
 */
final class Disk {
  private final Path base;
  private final Folder root;

  private sealed interface Inode {}

  /** For each name what it has stood for since the last sync, that first; empty for nothing. */
  private record Folder(Map<String, List<Optional<Inode>>> names) implements Inode {
    Folder() {
      this(new TreeMap<>());
    }
  }

  private static final class File implements Inode {
    private byte[] now = new byte[0];
    private byte[] durable = new byte[0];
  }

  /** A disk on which nothing but this folder is, and that is durable. */
  Disk(Path base) {
    this(base, new Folder());
  }

  private Disk(Path base, Folder root) {
    this.base = base;
    this.root = root;
  }

  /** The same disk, on which other things may happen. */
  Disk copy() {
    return new Disk(base, (Folder) copy(root, new IdentityHashMap<>()));
  }

  private static Inode copy(Inode inode, Map<Inode, Inode> copies) {
    @Nullable Inode known = copies.get(inode);
    if (known != null) {
      return known;
    }
    if (inode instanceof File file) {
      File copy = new File();
      copy.now = file.now;
      copy.durable = file.durable;
      copies.put(inode, copy);
      return copy;
    }
    Folder copy = new Folder();
    copies.put(inode, copy);
    ((Folder) inode)
        .names.forEach(
            (name, past) ->
                copy.names.put(
                    name,
                    new ArrayList<>(past.stream().map(v -> v.map(i -> copy(i, copies))).toList())));
    return copy;
  }

  void apply(Operation operation) {
    if (operation instanceof Operation.CreateFolder create) {
      set(create.path(), Optional.of(new Folder()));
    } else if (operation instanceof Operation.CreateFile create) {
      set(create.path(), Optional.of(new File()));
    } else if (operation instanceof Operation.Write write) {
      File file = file(write.path());
      ByteBuffer bytes = write.bytes().duplicate();
      int start = Math.toIntExact(write.position());
      byte[] now = Arrays.copyOf(file.now, Math.max(file.now.length, start + bytes.remaining()));
      bytes.get(now, start, bytes.remaining());
      file.now = now;
    } else if (operation instanceof Operation.Truncate truncate) {
      File file = file(truncate.path());
      file.now = Arrays.copyOf(file.now, Math.toIntExact(truncate.size()));
    } else if (operation instanceof Operation.Link link) {
      set(link.name(), Optional.of(inode(link.existing())));
    } else if (operation instanceof Operation.Move move) {
      Inode moved = inode(move.from());
      set(move.to(), Optional.of(moved));
      set(move.from(), Optional.empty());
    } else if (operation instanceof Operation.Delete delete) {
      set(delete.path(), Optional.empty());
    } else if (operation instanceof Operation.Sync sync) {
      sync(inode(sync.path()));
    }
  }

  private static void sync(Inode inode) {
    if (inode instanceof File file) {
      file.durable = file.now;
    } else if (inode instanceof Folder folder) {
      folder.names.replaceAll((name, past) -> new ArrayList<>(List.of(last(past))));
      folder.names.values().removeIf(past -> last(past).isEmpty());
    }
  }

  private static Optional<Inode> last(List<Optional<Inode>> past) {
    return past.get(past.size() - 1);
  }

  private void set(Path path, Optional<Inode> value) {
    folder(path.getParent())
        .names
        .computeIfAbsent(name(path), n -> new ArrayList<>(List.of(Optional.empty())))
        .add(value);
  }

  private Folder folder(@Nullable Path path) {
    if (path != null && inode(path) instanceof Folder folder) {
      return folder;
    }
    throw new IllegalStateException(path + " is no folder of the disk");
  }

  private File file(Path path) {
    if (inode(path) instanceof File file) {
      return file;
    }
    throw new IllegalStateException(path + " is no file of the disk");
  }

  private Inode inode(Path path) {
    Inode inode = root;
    if (path.equals(base)) {
      return inode;
    }
    for (Path name : base.relativize(path)) {
      List<Optional<Inode>> past =
          inode instanceof Folder folder
              ? folder.names.getOrDefault(name.toString(), List.of(Optional.empty()))
              : List.of(Optional.empty());
      inode = last(past).orElseThrow(() -> new IllegalStateException(path + " is not on the disk"));
    }
    return inode;
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** What is left after a power cut now, where {@code choices} says what has come to the disk. */
  Remains afterCut(Choices choices) {
    Remains remains = new Remains();
    collect("", root, choices, new IdentityHashMap<>(), remains);
    return remains;
  }

  private static void collect(
      String path, Folder folder, Choices choices, Map<File, byte[]> contents, Remains remains) {
    folder.names.forEach(
        (name, past) -> {
          Optional<Inode> left = past.get(choices.of(past.size(), last(past).isEmpty()));
          String below = path.isEmpty() ? name : path + "/" + name;
          if (left.isEmpty()) {
            return;
          }
          if (left.get() instanceof File file) {
            // The same array for each name of a file, which is how the remains tell links.
            remains.file(below, contents.computeIfAbsent(file, f -> content(f, choices)));
          } else if (left.get() instanceof Folder sub) {
            remains.folder(below);
            collect(below, sub, choices, contents, remains);
          }
        });
  }

  private static byte[] content(File file, Choices choices) {
    if (file.now == file.durable) {
      return file.now.clone();
    }
    return switch (choices.of(4, false)) {
      case 0 -> file.durable.clone();
      case 1 -> Arrays.copyOf(file.now, file.now.length / 2);
      case 2 -> new byte[file.now.length];
      default -> file.now.clone();
    };
  }
}
