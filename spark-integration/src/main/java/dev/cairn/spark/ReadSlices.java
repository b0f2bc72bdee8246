package dev.cairn.spark;

import dev.cairn.codec.Codec;
import dev.cairn.run.PartSlice;
import dev.cairn.run.RunParts;
import dev.cairn.spark.locality.ReadReport;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.jspecify.annotations.Nullable;

/** Reads slices of parts on an executor, one part in memory at a time, and decodes the results. */
final class ReadSlices<R> implements FlatMapFunction<String[], R> {
  private final PartsReference parts;
  private final Codec<R> codec;
  private final @Nullable ReadReport report;

  /**
   * Reads from {@code parts}.
   *
   * @param report of what is read, for whoever wants it
   */
  ReadSlices(PartsReference parts, Codec<R> codec, @Nullable ReadReport report) {
    this.parts = parts;
    this.codec = codec;
    this.report = report;
  }

  @Override
  public Iterator<R> call(String[] slices) {
    RunParts store = parts.openCached();
    return new Iterator<>() {
      private int slice;
      private int result;
      private List<byte[]> results = List.of();

      @Override
      public boolean hasNext() {
        while (result == results.size() && slice < slices.length) {
          results = List.of();
          result = 0;
          results = read(store, SliceText.parse(slices[slice])); // when it throws, it is next again
          slice++;
        }
        return result < results.size();
      }

      @Override
      public R next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        R decoded = Decoded.of(codec, results.get(result));
        result++;
        return decoded;
      }
    };
  }

  private List<byte[]> read(RunParts store, PartSlice slice) {
    List<byte[]> results = store.read(slice);
    if (report != null) {
      report.read(parts.store(), parts.prefix(), slice.part());
    }
    return results;
  }
}
