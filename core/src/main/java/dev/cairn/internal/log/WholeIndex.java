package dev.cairn.internal.log;

import dev.cairn.DamagedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * An index with what is in its pages. Nothing is fetched before it is asked for; what asks for one
 * checkpoint fetches one page at most, and nothing when the checkpoint is among the newest.
 *
 * <p>Any method that has to fetch a page may throw {@link DamagedException} when the page cannot be
 * had in any way, {@link SupersededPageException} when the index is not the newest any more, and
 * what the store throws.
 *
 * @param stored the index as it stands in an entry
 * @param pages where pages come from
 */
public record WholeIndex(Manifest.Index stored, Pages pages) {
  /** The checkpoints that are kept, oldest first. */
  public List<CheckpointRow> live() {
    if (stored.pages().isEmpty()) {
      return stored.tail();
    }
    List<CheckpointRow> all = new ArrayList<>();
    stored.pages().forEach(page -> all.addAll(pages.rows(page)));
    all.addAll(stored.tail());
    return Collections.unmodifiableList(all);
  }

  /** How many checkpoints are kept. Fetches nothing. */
  public int liveCount() {
    return stored.pages().stream().mapToInt(PageRow::left).sum() + stored.tail().size();
  }

  /** What is kept no longer but can still be read. */
  public List<RetiredRow> retired() {
    if (stored.retiredPages().isEmpty()) {
      return stored.retiredTail();
    }
    List<RetiredRow> all = new ArrayList<>();
    for (RetiredPageRow page : stored.retiredPages()) {
      pages.rows(page).forEach(row -> all.add(retired(page, row)));
    }
    all.addAll(stored.retiredTail());
    return Collections.unmodifiableList(all);
  }

  /**
   * The checkpoints that can be read: those that are kept, and those that are retired. One page
   * after the other is fetched while the stream is consumed.
   */
  public Stream<CheckpointRow> readable() {
    return Stream.of(
            stored.pages().stream().flatMap(page -> pages.rows(page).stream()),
            stored.tail().stream(),
            stored.retiredPages().stream().flatMap(page -> pages.rows(page).stream()),
            stored.retiredTail().stream().map(RetiredRow::checkpoint))
        .flatMap(rows -> rows);
  }

  /**
   * The objects under {@code data/} that it names, by their keys relative to the folder of the
   * process; one that is named twice may come twice. What it does not give is taken for garbage.
   */
  public Stream<String> objects() {
    return Stream.concat(
        stored.allPages().map(PageRow::object),
        readable().flatMap(CheckpointRow::objects).map(ChunkRow.StoredObject::key));
  }

  /** The newest checkpoint that is kept. Fetches a page only when all newer ones were deleted. */
  public Optional<CheckpointRow> newest() {
    List<CheckpointRow> rows = stored.tail();
    if (rows.isEmpty() && !stored.pages().isEmpty()) {
      rows = pages.rows(stored.pages().get(stored.pages().size() - 1));
    }
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(rows.size() - 1));
  }

  /** Whether a checkpoint is kept. */
  public boolean isLive(long version) {
    return findLive(version).isPresent();
  }

  /** The checkpoint of a version, when it is kept. */
  public Optional<CheckpointRow> findLive(long version) {
    Optional<CheckpointRow> found = find(stored.tail().stream(), version);
    return found.isPresent()
        ? found
        : stored.pages().stream()
            .filter(page -> page.mayHold(version))
            .findFirst()
            .flatMap(page -> pages.find(page, version));
  }

  /** The checkpoint of a version, when it is retired. */
  public Optional<RetiredRow> findRetired(long version) {
    for (RetiredRow row : stored.retiredTail()) {
      if (row.checkpoint().version() == version) {
        return Optional.of(row);
      }
    }
    for (RetiredPageRow page : stored.retiredPages()) {
      if (page.page().mayHold(version)) {
        Optional<CheckpointRow> row = pages.find(page.page(), version);
        if (row.isPresent()) {
          return Optional.of(retired(page, row.get()));
        }
      }
    }
    return Optional.empty();
  }

  /** The checkpoint of a version, kept or retired. */
  public Optional<CheckpointRow> find(long version) {
    Optional<CheckpointRow> found = findLive(version);
    return found.isPresent() ? found : findRetired(version).map(RetiredRow::checkpoint);
  }

  /** The registered runs, oldest first. */
  public List<RunRow> runs() {
    return stored.runs();
  }

  /** The versions of live checkpoints that are kept whatever the policy says. */
  public SortedSet<Long> pins() {
    return stored.pins();
  }

  /** Names for live checkpoints, which are kept as long as they have one. */
  public SortedMap<String, TagRow> tags() {
    return stored.tags();
  }

  /**
   * The stored index without a live checkpoint. In a page it is only marked as gone, so nothing has
   * to be written but the entry.
   */
  public Manifest.Index without(CheckpointRow row) {
    long version = row.version();
    List<CheckpointRow> tail = new ArrayList<>(stored.tail());
    if (tail.removeIf(other -> other.version() == version)) {
      return stored.withTail(tail);
    }
    List<PageRow> marked = new ArrayList<>();
    for (PageRow page : stored.pages()) {
      if (page.mayHold(version)) {
        page.without(pages.rows(page), other -> other == version).ifPresent(marked::add);
      } else {
        marked.add(page);
      }
    }
    return stored.withPages(marked);
  }

  /** The stored index in which a retired checkpoint counts as deleted by somebody. */
  public Manifest.Index deleted(long version) {
    List<RetiredRow> tail = new ArrayList<>();
    for (RetiredRow row : stored.retiredTail()) {
      tail.add(
          row.checkpoint().version() == version
              ? new RetiredRow(row.checkpoint(), row.since(), RetiredRow.Cause.DELETED)
              : row);
    }
    if (!tail.equals(stored.retiredTail())) {
      return stored.withRetiredTail(tail);
    }
    List<RetiredPageRow> marked = new ArrayList<>();
    for (RetiredPageRow page : stored.retiredPages()) {
      boolean holds = page.page().mayHold(version) && pages.find(page.page(), version).isPresent();
      marked.add(
          holds
              ? new RetiredPageRow(page.page(), page.since(), page.deleted().with(version))
              : page);
    }
    return stored.withRetiredPages(marked);
  }

  private static RetiredRow retired(RetiredPageRow page, CheckpointRow row) {
    return new RetiredRow(row, page.since(), page.cause(row.version()));
  }

  private static Optional<CheckpointRow> find(Stream<CheckpointRow> rows, long version) {
    return rows.filter(row -> row.version() == version).findFirst();
  }
}
