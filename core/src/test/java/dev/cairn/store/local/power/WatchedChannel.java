package dev.cairn.store.local.power;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.function.Consumer;

/** An open file or folder whose writes and syncs are told. */
final class WatchedChannel extends FileChannel {
  private final Path path;
  private final FileChannel real;
  private final Consumer<Operation> watcher;

  WatchedChannel(Path path, FileChannel real, Consumer<Operation> watcher) {
    this.path = path;
    this.real = real;
    this.watcher = watcher;
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("no store does this");
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return real.read(target);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return real.read(target, position);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return write(source, real.position(), true);
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    return write(source, position, false);
  }

  private int write(ByteBuffer source, long position, boolean moves) throws IOException {
    ByteBuffer told = source.duplicate();
    int count = moves ? real.write(source) : real.write(source, position);
    byte[] bytes = new byte[count];
    told.get(bytes);
    watcher.accept(new Operation.Write(path, position, ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
    return count;
  }

  @Override
  public void force(boolean metadata) {
    watcher.accept(new Operation.Sync(path));
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    real.truncate(size);
    watcher.accept(new Operation.Truncate(path, size));
    return this;
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    real.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return real.size();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return real.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return real.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    real.close();
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw unused();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw unused();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw unused();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw unused();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw unused();
  }
}
