package dev.cairn;

import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.PageRow;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.RetiredPageRow;
import dev.cairn.internal.log.RetiredRow;
import dev.cairn.internal.log.WholeIndex;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * The checkpoints that a process can go on from, newest first: what is kept, and what retention has
 * let go but is still there; never what somebody deleted. A page is fetched only when all that is
 * newer has been tried.
 */
final class Candidates implements Iterator<CheckpointRow> {
  /** What is not newer than a version: one checkpoint, or all that a page may hold. */
  private sealed interface Next {
    long version();

    record Row(CheckpointRow row) implements Next {
      @Override
      public long version() {
        return row.version();
      }
    }

    record Live(PageRow page) implements Next {
      @Override
      public long version() {
        return page.last();
      }
    }

    record Retired(RetiredPageRow page) implements Next {
      @Override
      public long version() {
        return page.page().last();
      }
    }
  }

  private final Pages pages;
  private final Consumer<DamagedException> damage;
  private final PriorityQueue<Next> queue =
      new PriorityQueue<>(Comparator.comparingLong(Next::version).reversed());

  /** The candidates of an index; {@code damage} is told of pages that cannot be read. */
  Candidates(WholeIndex index, Consumer<DamagedException> damage) {
    this.pages = index.pages();
    this.damage = damage;
    Manifest.Index stored = index.stored();
    stored.tail().forEach(row -> queue.add(new Next.Row(row)));
    stored.pages().forEach(page -> queue.add(new Next.Live(page)));
    stored.retiredPages().forEach(page -> queue.add(new Next.Retired(page)));
    stored.retiredTail().stream()
        .filter(row -> row.cause() == RetiredRow.Cause.RETENTION)
        .forEach(row -> queue.add(new Next.Row(row.checkpoint())));
  }

  @Override
  public boolean hasNext() {
    while (queue.peek() instanceof Next.Live || queue.peek() instanceof Next.Retired) {
      for (CheckpointRow row : open(queue.remove())) {
        queue.add(new Next.Row(row));
      }
    }
    return !queue.isEmpty();
  }

  @Override
  public CheckpointRow next() {
    if (hasNext() && queue.remove() instanceof Next.Row next) {
      return next.row();
    }
    throw new java.util.NoSuchElementException();
  }

  private List<CheckpointRow> open(Next next) {
    try {
      if (next instanceof Next.Live live) {
        return pages.rows(live.page());
      }
      if (next instanceof Next.Retired retired) {
        return pages.rows(retired.page()).stream()
            .filter(row -> retired.page().cause(row.version()) == RetiredRow.Cause.RETENTION)
            .toList();
      }
      return List.of();
    } catch (DamagedException e) {
      damage.accept(e);
      return List.of();
    }
  }
}
