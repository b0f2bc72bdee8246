package dev.cairn.store;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Optional;

/**
 * A flat map from keys to immutable byte strings, with the semantics of an object store and no
 * more: there is no rename, no append, no directory and no lock. It mirrors what S3 promises,
 * because emulating a file system on top of that is where data gets lost.
 *
 * <ul>
 *   <li><b>Atomic:</b> an object is there whole or not at all. Neither a crash nor a concurrent
 *       reader sees part of one.
 *   <li><b>Durable:</b> when {@link #put} returns, the object survives the death of this process
 *       and of its machine (the memory store: of neither).
 *   <li><b>Strongly consistent:</b> what a put or delete that returned did is seen by every get,
 *       head and list that starts afterwards, in any process.
 *   <li><b>One winner:</b> of any number of concurrent {@link WriteCondition#IF_ABSENT} puts to one
 *       key, exactly one is applied.
 * </ul>
 *
 * <p>A key must not be another key's folder: with {@code a/b} in the store, {@code a} is not to be
 * written. S3 would take it, a directory cannot.
 *
 * <p>Every method may throw {@link StoreException} (it was not applied, and trying again would not
 * help) and {@link StoreUnavailableException} (trying again may help; a put or delete may have been
 * applied, or may still be applied later). Stores are safe for use by many threads. An interrupt
 * makes a call neither lose nor tear anything: it either has no effect on the call or ends it with
 * {@link StoreUnavailableException}, with the thread's interrupt flag set.
 */
public interface ObjectStore extends AutoCloseable {
  /**
   * Writes an object.
   *
   * @param content what is between position and limit; neither the buffer's position nor its
   *     content is changed, and the caller does not change the content while the call runs
   * @return {@link PutOutcome.Written} when this call created or replaced the object; {@link
   *     PutOutcome.AlreadyExists}, with {@link WriteCondition#IF_ABSENT} only, when the key held an
   *     object already and nothing was changed. The object that was there may be this caller's own,
   *     when an earlier call ended with {@link StoreUnavailableException}
   */
  PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition);

  /** The whole object, or empty when the key holds none. */
  Optional<byte[]> get(ObjectKey key);

  /**
   * The whole object, and its digest. A store with a connection computes that while the bytes come:
   * computed afterwards it would leave the connection idle meanwhile.
   *
   * <p>Decorators that only pass requests on pass this on too. By default it is {@link
   * #get(ObjectKey)}, and the digest of what that returns.
   *
   * @param digest is reset first; then it has been updated with the bytes that are returned, and
   *     with nothing else. When none are, because of an error too, what it was updated with means
   *     nothing
   */
  default Optional<byte[]> get(ObjectKey key, MessageDigest digest) {
    digest.reset();
    Optional<byte[]> content = get(key);
    content.ifPresent(digest::update);
    return content;
  }

  /**
   * The part of an object that lies in a range, or empty when the key holds no object. The array is
   * shorter than the range when the object ends before it, and has no bytes when the object ends at
   * or before the range's offset.
   */
  Optional<byte[]> get(ObjectKey key, ByteRange range);

  /** What is known of an object without reading it, or empty when the key holds none. */
  Optional<ObjectInfo> head(ObjectKey key);

  /**
   * One page of the keys below a prefix, in ascending order of their bytes, or of the folders
   * directly below it.
   *
   * <p>A page may be shorter than its limit while more follow; only the absence of a continuation
   * means the end. Pages of one listing are not one snapshot: an object that is written or deleted
   * between them may be in it or not.
   */
  ListPage list(ListRequest request);

  /**
   * Deletes objects. Keys that hold none are passed over, so that a delete may be repeated.
   *
   * <p>Not atomic: when it throws, any of the objects may be gone.
   */
  void delete(Collection<ObjectKey> keys);

  /**
   * Sees that the store keeps what a log rests on, before something is written to a log in it. A
   * store whose server may be anything tries it out ({@link StoreProbe}), once for each JVM and
   * server; one that is known to keep it does nothing, which is the default. Decorators pass this
   * on, so that what it takes is not counted among the requests of what is opened.
   *
   * @throws StoreException when it does not keep it; the message says what the store did
   * @throws StoreUnavailableException when it could not be found out
   */
  default void verifyForWriting() {}

  /**
   * Tries out now whether the store keeps its promises, and tells what came of it, for people. See
   * {@link StoreProbe#run}. Decorators pass this on.
   */
  default ProbeReport probe() {
    return StoreProbe.run(this);
  }

  /**
   * Frees connections and threads. Objects stay. A store that was closed is not used again; closing
   * twice is allowed.
   */
  @Override
  void close();
}
