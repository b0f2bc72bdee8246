package dev.cairn.store.local.power;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does what it is asked for at the real file system, then tells of it; see {@link Operation}. */
final class WatchedProvider extends FileSystemProvider {
  private final FileSystemProvider real;
  private final Consumer<Operation> watcher;

  WatchedProvider(FileSystemProvider real, Consumer<Operation> watcher) {
    this.real = real;
    this.watcher = watcher;
  }

  private static Path real(Path path) {
    return WatchedPath.real(path);
  }

  private static UnsupportedOperationException unused(String what) {
    return new UnsupportedOperationException("no store asks for " + what);
  }

  @Override
  public String getScheme() {
    return real.getScheme();
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw unused("a file system");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw unused("a file system");
  }

  @Override
  public Path getPath(URI uri) {
    throw unused("a path by URI");
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Path file = real(path);
    boolean isNew = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    FileChannel channel = real.newFileChannel(file, options, attributes);
    if (isNew) {
      watcher.accept(new Operation.CreateFile(file));
    } else if (options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
      watcher.accept(new Operation.Truncate(file, 0));
    }
    return new WatchedChannel(file, channel, watcher);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    WatchedFileSystem system = (WatchedFileSystem) folder.getFileSystem();
    DirectoryStream<Path> names =
        real.newDirectoryStream(real(folder), name -> filter.accept(new WatchedPath(system, name)));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        Iterator<Path> each = names.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return each.hasNext();
          }

          @Override
          public Path next() {
            return new WatchedPath(system, each.next());
          }
        };
      }

      @Override
      public void close() throws IOException {
        names.close();
      }
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    real.createDirectory(real(folder), attributes);
    watcher.accept(new Operation.CreateFolder(real(folder)));
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    real.createLink(real(link), real(existing));
    watcher.accept(new Operation.Link(real(link), real(existing)));
  }

  @Override
  public void delete(Path path) throws IOException {
    real.delete(real(path));
    watcher.accept(new Operation.Delete(real(path)));
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    real.move(real(source), real(target), options);
    watcher.accept(new Operation.Move(real(source), real(target)));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw unused("a copy");
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return real.isSameFile(real(path), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return real.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return real.getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    real.checkAccess(real(path), modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return real.getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return real.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return real.readAttributes(real(path), names, options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw unused("other attributes");
  }
}
