package dev.cairn.store.local.power;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The real file system, where somebody is told of each change that a program makes. Only what has
 * been done is told. Syncs are told and not done, so that a test need not wait for the disk.
 */
final class WatchedFileSystem extends FileSystem {
  private final FileSystem real;
  private final WatchedProvider provider;

  private WatchedFileSystem(FileSystem real, Consumer<Operation> watcher) {
    this.real = real;
    this.provider = new WatchedProvider(real.provider(), watcher);
  }

  /** The same path, watched from now on by whoever uses it. */
  static Path watch(Path path, Consumer<Operation> watcher) {
    return new WatchedPath(new WatchedFileSystem(path.getFileSystem(), watcher), path);
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("the file system stays open");
  }

  @Override
  public boolean isOpen() {
    return real.isOpen();
  }

  @Override
  public boolean isReadOnly() {
    return real.isReadOnly();
  }

  @Override
  public String getSeparator() {
    return real.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(new WatchedPath(this, real.getRootDirectories().iterator().next()));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return real.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return real.supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return new WatchedPath(this, real.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = real.getPathMatcher(syntaxAndPattern);
    return path -> matcher.matches(WatchedPath.real(path));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return real.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("no store waits for changes of a folder");
  }
}
