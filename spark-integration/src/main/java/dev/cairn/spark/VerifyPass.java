package dev.cairn.spark;

import dev.cairn.run.Cover;
import dev.cairn.run.PartName;
import dev.cairn.run.PartSlice;
import dev.cairn.run.ResultDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One reading of all results whose digests are not known: hands out the slices of a cover, takes in
 * what executors report, and combines it in unit order with what is known, whatever the order in
 * which tasks end. What waits for its turn takes 32 bytes a unit; batches bound it.
 */
final class VerifyPass {
  /** The most units of one job: 128 MiB of digests. */
  private static final long BATCH_UNITS = 4L << 20;

  /** The most units of one task: 8 MiB of digests. */
  private static final long TASK_UNITS = 1L << 18;

  private static final int TASK_SLICES = 64;
  private static final int TASKS_PER_CORE = 8;

  private final List<PartSlice> slices;
  private final Map<PartName, byte[]> known;
  private final List<List<List<PartSlice>>> batches = new ArrayList<>();
  private final SortedMap<PartName, String> damaged = new TreeMap<>();
  private final ResultDigest digest;
  private final Map<Integer, byte[][]> waiting = new HashMap<>();
  private final Deque<byte[]> reports = new ArrayDeque<>();
  private int batch = -1;
  private int nextTask;
  private int nextSlice;

  /**
   * A pass over a cover.
   *
   * @param known the digests of the units of some parts, which need not be read
   */
  VerifyPass(Cover cover, Map<PartName, byte[]> known, long units, int cores) {
    this.slices = cover.slices();
    this.known = known;
    this.digest = new ResultDigest(units);
    List<PartSlice> unread = slices.stream().filter(slice -> digests(slice).isEmpty()).toList();
    int perTask = Math.max(1, Math.min(TASK_SLICES, unread.size() / (cores * TASKS_PER_CORE)));
    var tasks = new ArrayList<List<PartSlice>>();
    long batchUnits = 0;
    for (List<PartSlice> task : SliceGroups.of(unread, perTask, TASK_UNITS)) {
      long taskUnits = task.stream().mapToLong(slice -> slice.units().size()).sum();
      if (!tasks.isEmpty() && batchUnits + taskUnits > BATCH_UNITS) {
        batches.add(List.copyOf(tasks));
        tasks.clear();
        batchUnits = 0;
      }
      tasks.add(task);
      batchUnits += taskUnits;
    }
    if (!tasks.isEmpty()) {
      batches.add(tasks);
    }
  }

  /** A slice of a part stands for all of it, or is read. */
  private Optional<byte[]> digests(PartSlice slice) {
    return slice.units().equals(slice.part().units())
        ? Optional.ofNullable(known.get(slice.part()))
        : Optional.empty();
  }

  /** The next batch of assignments, one for each task, or empty when all were handed out. */
  Optional<List<String[]>> nextBatch() {
    batch++;
    nextTask = 0;
    if (batch >= batches.size()) {
      return Optional.empty();
    }
    return Optional.of(batches.get(batch).stream().map(SliceGroups::text).toList());
  }

  /** Takes in the reports of a task of the current batch; the number of units that were whole. */
  long add(int task, byte[][] found) {
    waiting.put(task, found);
    for (byte[][] turn; (turn = waiting.remove(nextTask)) != null; nextTask++) {
      Collections.addAll(reports, turn);
    }
    return advance();
  }

  /**
   * Combines what is known or reported up to the first slice that is neither; the number of units
   * that were whole.
   */
  long advance() {
    long whole = 0;
    for (; nextSlice < slices.size(); nextSlice++) {
      PartSlice slice = slices.get(nextSlice);
      Optional<byte[]> digests = digests(slice);
      if (digests.isEmpty() && reports.isEmpty()) {
        return whole;
      }
      whole +=
          add(
              slice,
              digests
                  .<SliceReport>map(SliceReport.Whole::new)
                  .orElseGet(() -> SliceReport.decode(reports.remove())));
    }
    return whole;
  }

  private long add(PartSlice slice, SliceReport report) {
    if (report instanceof SliceReport.Whole whole) {
      if (damaged.isEmpty()) { // else there will be no digest of this pass
        digest.add(slice.units(), whole.unitDigests());
      }
      return slice.units().size();
    }
    damaged.put(slice.part(), ((SliceReport.Damaged) report).why());
    return 0;
  }

  /** The damaged parts and what is wrong with them. */
  Map<PartName, String> damaged() {
    return damaged;
  }

  /** The digest of all results; asked for once, after the last batch, when nothing was damaged. */
  String digest() {
    return digest.complete();
  }
}
