package dev.cairn.store.local;

import dev.cairn.store.ByteRange;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/** Gets and heads. What they return was made durable before they return it. */
final class LocalReader {
  /** The longest array that every JVM can make. */
  private static final long LONGEST = Integer.MAX_VALUE - 8;

  /** More at once would only make the JVM keep a buffer of that size for every thread. */
  private static final int PIECE = 1 << 20;

  private final Folders folders;

  LocalReader(Folders folders) {
    this.folders = folders;
  }

  Optional<byte[]> get(ObjectKey key) throws IOException {
    return read(
        key,
        channel -> {
          if (channel.size() > LONGEST) {
            throw new StoreException(
                "Cannot get '%s' whole: its %d bytes do not fit into an array. Get it by ranges."
                    .formatted(key, channel.size()));
          }
          return read(channel, (int) channel.size());
        });
  }

  Optional<byte[]> get(ObjectKey key, ByteRange range) throws IOException {
    return read(
        key,
        channel -> {
          long offset = Math.min(range.offset(), channel.size());
          channel.position(offset);
          return read(channel, (int) Math.min(range.length(), channel.size() - offset));
        });
  }

  private interface Reading {
    byte[] from(SeekableByteChannel channel) throws IOException;
  }

  private Optional<byte[]> read(ObjectKey key, Reading reading) throws IOException {
    Optional<Path> folder = folders.find(LocalStore.folder(key));
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Path file = folder.get().resolve(key.name());
    Optional<FileFacts> before = object(file);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    byte[] content;
    try {
      content = Uninterrupted.run(() -> read(file, reading));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    // The look after the read tells of what was read, given that the name still means the same.
    if (!FileFacts.of(file).equals(before) || !before.get().settled()) {
      Uninterrupted.sync(folder.get());
    }
    return Optional.of(content);
  }

  private static byte[] read(Path file, Reading reading) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      return reading.from(channel);
    }
  }

  private static byte[] read(SeekableByteChannel channel, int length) throws IOException {
    byte[] bytes = new byte[length];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.position() < length) {
      buffer.limit(Math.min(length, buffer.position() + PIECE));
      if (channel.read(buffer) < 0) {
        throw new EOFException("The file became shorter while it was read; objects never do.");
      }
    }
    return bytes;
  }

  Optional<ObjectInfo> head(ObjectKey key) throws IOException {
    Optional<Path> folder = folders.find(LocalStore.folder(key));
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    Optional<FileFacts> facts = object(folder.get().resolve(key.name()));
    if (facts.isPresent() && !facts.get().settled()) {
      Uninterrupted.sync(folder.get());
    }
    return facts.map(object -> new ObjectInfo(key, object.size()));
  }

  private static Optional<FileFacts> object(Path file) throws IOException {
    Optional<FileFacts> facts = FileFacts.of(file);
    Folders.checkNoLink(file, facts);
    return facts.filter(FileFacts::isFile);
  }
}
