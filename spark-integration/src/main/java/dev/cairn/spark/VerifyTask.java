package dev.cairn.spark;

import dev.cairn.run.DamagedPartException;
import dev.cairn.run.PartSlice;
import dev.cairn.run.ResultDigest;
import dev.cairn.run.RunParts;
import org.apache.spark.TaskContext;

/**
 * Reads slices of parts on an executor, straight from the store, checks them, and returns an
 * encoded {@link SliceReport} for each, in order. Damage is an answer and not an exception, since
 * another attempt would find the same.
 */
final class VerifyTask implements TaskFunction<String[], byte[][]> {
  private final PartsReference parts;

  VerifyTask(PartsReference parts) {
    this.parts = parts;
  }

  @Override
  public byte[][] run(String[] slices, TaskContext task) {
    RunParts store = parts.open();
    var reports = new byte[slices.length][];
    for (int i = 0; i < slices.length; i++) {
      task.killTaskIfInterrupted();
      reports[i] = read(store, SliceText.parse(slices[i])).encode();
    }
    return reports;
  }

  private static SliceReport read(RunParts store, PartSlice slice) {
    try {
      return new SliceReport.Whole(ResultDigest.unitDigests(store.read(slice)));
    } catch (DamagedPartException e) {
      return new SliceReport.Damaged(FirstLine.of(e.why()));
    }
  }
}
