package dev.cairn.spark;

import dev.cairn.run.RunParts;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Reads slices of parts on an executor, one part in memory at a time, and decodes the results. */
final class ReadSlices<R> implements FlatMapFunction<String[], R> {
  private final PartsReference parts;
  private final ResultCodec<R> codec;

  ReadSlices(PartsReference parts, ResultCodec<R> codec) {
    this.parts = parts;
    this.codec = codec;
  }

  @Override
  public Iterator<R> call(String[] slices) {
    RunParts store = parts.openCached();
    return Arrays.stream(slices)
        .map(SliceText::parse)
        .flatMap(slice -> SliceText.results(store, slice).stream().map(codec::decode))
        .iterator();
  }
}
