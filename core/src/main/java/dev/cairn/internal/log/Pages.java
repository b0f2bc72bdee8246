package dev.cairn.internal.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.CairnException;
import dev.cairn.DamagedException;
import dev.cairn.ProcessId;
import dev.cairn.store.InvalidKeyException;
import dev.cairn.store.ObjectStore;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of a process's index, fetched once and verified. An object is never changed, so what
 * was fetched stays true; what a manifest says has gone of it is left out each time.
 *
 * <p>A page that is missing or damaged loses nothing: each checkpoint that is kept stands in the
 * entry that committed it, too, and that entry stays as long as the checkpoint. See {@link
 * PageRepair}.
 *
 * <p>Safe for use by many threads.
 */
public final class Pages {
  private static final Logger LOGGER = LoggerFactory.getLogger(Pages.class);

  private final ObjectStore store;
  private final ProcessId process;

  @GuardedBy("this")
  private final Map<String, List<CheckpointRow>> known;

  @GuardedBy("this")
  private final Set<String> doubtful = new HashSet<>();

  /** The pages of a process, of which the last {@code mostKept} that were used stay in memory. */
  public Pages(ObjectStore store, ProcessId process, int mostKept) {
    this.store = store;
    this.process = process;
    this.known =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, List<CheckpointRow>> eldest) {
            return size() > mostKept;
          }
        };
  }

  /**
   * The rows of a page that have not gone, by rising version. One GET, unless it is known.
   *
   * @throws DamagedException when the page is damaged, and cannot be put together again
   * @throws SupersededPageException when the page is not there, and the newest entry does not name
   *     it
   */
  public List<CheckpointRow> rows(PageRow page) {
    return left(page, known(page).orElseGet(() -> load(page)));
  }

  /**
   * The rows of a page of retired checkpoints. One GET, unless it is known.
   *
   * @throws DamagedException when the page is damaged; nothing that is kept is in it
   * @throws SupersededPageException as for a page of what is kept
   */
  public List<CheckpointRow> rows(RetiredPageRow retired) {
    PageRow page = retired.page();
    Optional<List<CheckpointRow>> all = known(page);
    if (all.isPresent()) {
      return left(page, all.get());
    }
    try {
      return left(page, fetch(page));
    } catch (DamagedException e) {
      requireNamed(page, e);
      throw e;
    }
  }

  /**
   * The row of a version in a page. When the page is damaged, the entry that committed the
   * checkpoint is asked: one GET.
   */
  Optional<CheckpointRow> find(PageRow page, long version) {
    Optional<List<CheckpointRow>> all = known(page);
    try {
      return left(page, all.isPresent() ? all.get() : fetch(page)).stream()
          .filter(row -> row.version() == version)
          .findFirst();
    } catch (DamagedException e) {
      requireNamed(page, e);
      doubt(page);
      LOGGER.warn("v{} of {} is read from its own entry: {}", version, process, e.getMessage());
      // Without its entry nobody can tell whether there is such a checkpoint.
      return new LogReader(store, process).at(version).orElseThrow(() -> e).manifest().committed();
    }
  }

  /** Takes note of a page that was just written. */
  public synchronized void remember(PageRow page, List<CheckpointRow> rows) {
    known.put(page.object(), List.copyOf(rows));
  }

  /** Lets go of all pages but those of an index. */
  public synchronized void forgetAllBut(Manifest.Index index) {
    if (!known.isEmpty()) {
      known.keySet().retainAll(index.allPages().map(PageRow::object).collect(Collectors.toSet()));
    }
  }

  /** Takes note that a page may be gone any time, so that it is to be written anew. */
  public synchronized void doubt(PageRow page) {
    doubtful.add(page.object());
  }

  /** Whether a page was found to be damaged, or may be gone any time. */
  public synchronized boolean isDoubtful(PageRow page) {
    return doubtful.contains(page.object());
  }

  private synchronized Optional<List<CheckpointRow>> known(PageRow page) {
    @Nullable List<CheckpointRow> rows = known.get(page.object());
    return Optional.ofNullable(rows);
  }

  private List<CheckpointRow> load(PageRow page) {
    try {
      return fetch(page);
    } catch (DamagedException e) {
      requireNamed(page, e);
      doubt(page);
      List<CheckpointRow> rows = new PageRepair(store, process).rows(page, e);
      LOGGER.warn("Its {} rows were found in the log: {}", rows.size(), e.getMessage());
      remember(page, rows);
      return rows;
    }
  }

  private List<CheckpointRow> fetch(PageRow page) {
    List<CheckpointRow> rows = read(page);
    remember(page, rows);
    return rows;
  }

  private static List<CheckpointRow> left(PageRow page, List<CheckpointRow> all) {
    return page.removed().isEmpty()
        ? all
        : all.stream().filter(row -> !page.removed().contains(row.version())).toList();
  }

  private List<CheckpointRow> read(PageRow page) {
    String what =
        "The page from v%d to v%d of %s (%s%s)"
            .formatted(
                page.first(),
                page.last(),
                process,
                page.object(),
                VersionIds.hint(page.versionId()));
    Optional<byte[]> stored;
    try {
      stored = store.get(process.prefix().key(page.object()));
    } catch (InvalidKeyException e) {
      throw new DamagedException(what, String.valueOf(e.getMessage()));
    }
    return PageFormat.decode(
        stored.orElseThrow(() -> new DamagedException(what, "it is not in the store")), page, what);
  }

  /**
   * Damage is only what the newest entry names. Where the newest entries cannot be read, nobody can
   * tell, and what is there is made the best of.
   */
  private void requireNamed(PageRow page, CairnException damage) {
    LogView now = new LogReader(store, process).view();
    if (now.damage().isEmpty()
        && now.index().allPages().noneMatch(other -> other.object().equals(page.object()))) {
      LOGGER.debug("Looking again: {}", damage.getMessage());
      throw new SupersededPageException(
          "The page from v%d to v%d of %s".formatted(page.first(), page.last(), process));
    }
  }
}
