package dev.cairn.internal.collect;

import dev.cairn.ProcessId;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.PageFormat;
import dev.cairn.internal.log.PageRow;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.Sha256;
import dev.cairn.internal.log.VersionIds;
import dev.cairn.internal.log.Versions;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes pages for the commits of one writer. A page is stored as a chunk is: under the writer's
 * epoch, before the entry that names it, and under a key that is never used twice. So all that
 * holds for the collection of chunks holds for it.
 *
 * <p>Used by one thread at a time, for one commit after the other.
 */
public final class PageWriter {
  private static final Logger LOGGER = LoggerFactory.getLogger(PageWriter.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ObjectStore store;
  private final ProcessId process;
  private final long epoch;
  private final Pages pages;

  /** The pages of the commit under way, so that one that is made anew on an edit has them again. */
  private final Map<String, PageRow> written = new HashMap<>();

  private final Set<ObjectKey> keys = new HashSet<>();

  /** Writes under an epoch, and tells {@code pages} what it has written. */
  public PageWriter(ObjectStore store, ProcessId process, long epoch, Pages pages) {
    this.store = store;
    this.process = process;
    this.epoch = epoch;
    this.pages = pages;
  }

  /**
   * Stores a page: one PUT. Empty when the store does not take it: a page is a saving and no need,
   * so the commit goes on without it, and a later one tries again.
   *
   * @param rows by rising version, at least one
   */
  Optional<PageRow> write(List<CheckpointRow> rows) {
    byte[] raw = PageFormat.raw(rows);
    String sha256 = Sha256.of(ByteBuffer.wrap(raw));
    PageRow before = written.get(sha256);
    if (before != null) {
      return Optional.of(before);
    }
    String name = "data/" + epoch + "/" + sha256 + "-" + nonce();
    ObjectKey key = process.prefix().key(name);
    keys.add(key);
    PutOutcome outcome;
    try {
      outcome = store.put(key, PageFormat.compress(raw), WriteCondition.ALWAYS);
    } catch (StoreException | StoreUnavailableException e) {
      LOGGER.warn("A page of {} could not be stored yet: {}", process, e.getMessage());
      return Optional.empty();
    }
    var page =
        new PageRow(
            name,
            sha256,
            raw.length,
            rows.get(0).version(),
            rows.get(rows.size() - 1).version(),
            rows.size(),
            rows.size(),
            Versions.NONE,
            VersionIds.of(outcome));
    pages.remember(page, rows);
    written.put(sha256, page);
    return Optional.of(page);
  }

  /**
   * Ends a commit that is acknowledged.
   *
   * @return the objects that it stored and does not name
   */
  public List<ObjectKey> committed(Manifest.Index index) {
    Set<String> named = index.allPages().map(PageRow::object).collect(Collectors.toSet());
    List<ObjectKey> rest = new ArrayList<>(abandon());
    rest.removeIf(key -> named.contains(key.value().substring(process.prefix().value().length())));
    return rest;
  }

  /**
   * Ends a commit that is none and never will be.
   *
   * @return the objects that it stored
   */
  public List<ObjectKey> abandon() {
    List<ObjectKey> all = List.copyOf(keys);
    leave();
    return all;
  }

  /** Ends a commit whose outcome is unknown: what it stored stays where it is. */
  public void leave() {
    keys.clear();
    written.clear();
  }

  private static String nonce() {
    byte[] nonce = new byte[8];
    RANDOM.nextBytes(nonce);
    return HexFormat.of().formatHex(nonce);
  }
}
