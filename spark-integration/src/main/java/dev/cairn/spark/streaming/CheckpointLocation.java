package dev.cairn.spark.streaming;

import dev.cairn.InvalidRequestException;
import dev.cairn.spark.StoreReference;
import dev.cairn.store.InvalidKeyException;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where a checkpoint lies: its path, as Spark has it, and the store that holds it. All paths of one
 * checkpoint are keys of that store.
 *
 * @param path of the checkpoint
 * @param store that holds it; for a bucket the whole bucket, so that all managers of all queries in
 *     it share one client
 * @param probed the store whose promises are to be tried out: it lies no higher than the
 *     checkpoint, so that no permission for more is needed
 * @param patience how long an upload is tried
 */
record CheckpointLocation(Path path, StoreReference store, String probed, Duration patience) {
  /** The store of checkpoint locations {@code cairn:/prefix}. */
  static final String STORE = "spark.cairn.streaming.store";

  /** How long an upload whose outcome is open is tried again. */
  static final String PATIENCE = "spark.cairn.streaming.patience";

  private static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(1);

  /**
   * The location of a path, or empty when the path's scheme means no store.
   *
   * @throws InvalidRequestException when it means one, but not in this form or not with these
   *     settings
   */
  static Optional<CheckpointLocation> of(Path path, Configuration settings) {
    URI uri = path.toUri();
    String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    Optional<CheckpointLocation> location =
        switch (scheme) {
          case "s3", "s3a" -> Optional.of(inBucket(path, uri, patience(settings)));
          case "cairn" -> Optional.of(inNamedStore(path, uri, settings));
          default -> Optional.empty();
        };
    location.ifPresent(known -> known.folder(path)); // a name that no store takes shows itself here
    return location;
  }

  private static CheckpointLocation inBucket(Path path, URI uri, Duration patience) {
    if (uri.getAuthority() == null || uri.getAuthority().contains("@")) {
      throw new InvalidRequestException(
          "The checkpoint location names no bucket, or has credentials in it. Give it the form s3://bucket/prefix, and credentials by the environment.");
    }
    String bucket = "s3://" + uri.getAuthority();
    return new CheckpointLocation(
        path, new StoreReference(bucket), bucket + uri.getPath(), patience);
  }

  private static CheckpointLocation inNamedStore(Path path, URI uri, Configuration settings) {
    String store = settings.get(STORE);
    if (store == null || store.isBlank()) {
      throw new InvalidRequestException(
          "The checkpoint location %s lies in the store that %s names, which is not set. Set it, such as %s=s3://bucket/prefix."
              .formatted(path, STORE, STORE));
    }
    if (uri.getAuthority() != null) {
      throw new InvalidRequestException(
          "The checkpoint location %s names a host, and the store is the one that %s names. Write cairn:/prefix."
              .formatted(path, STORE));
    }
    return new CheckpointLocation(path, new StoreReference(store), store, patience(settings));
  }

  private static Duration patience(Configuration settings) {
    return Duration.ofMillis(
        settings.getTimeDuration(PATIENCE, DEFAULT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** The folder that a path of this checkpoint names. */
  KeyPrefix folder(Path of) {
    String key = key(of);
    return named(of, () -> key.isEmpty() ? KeyPrefix.ROOT : new KeyPrefix(key + "/"));
  }

  /** The object that a path of this checkpoint names. */
  ObjectKey file(Path of) {
    return named(of, () -> new ObjectKey(key(of)));
  }

  /** The store, with its client shared by all in this JVM. */
  ObjectStore open() {
    return store.openUncached();
  }

  /**
   * Tries out the store.
   *
   * @throws dev.cairn.store.StoreException when it does not keep what a log rests on
   */
  void verifyForWriting() {
    if (probed.equals(store.uri())) {
      open().verifyForWriting();
      return;
    }
    new StoreReference(probed).openUncached().verifyForWriting();
  }

  private static String key(Path of) {
    return of.toUri().getPath().replaceFirst("^/", "");
  }

  private static <T> T named(Path of, Supplier<T> name) {
    try {
      return name.get();
    } catch (InvalidKeyException e) {
      throw new InvalidRequestException(
          "The path %s cannot be in a store: %s. Choose a checkpoint location of letters, digits, '.', '_', '-' and '='."
              .formatted(of, e.getMessage()));
    }
  }
}
