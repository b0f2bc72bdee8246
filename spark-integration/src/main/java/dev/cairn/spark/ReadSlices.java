package dev.cairn.spark;

import dev.cairn.codec.Codec;
import dev.cairn.run.RunParts;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Reads slices of parts on an executor, one part in memory at a time, and decodes the results. */
final class ReadSlices<R> implements FlatMapFunction<String[], R> {
  private final PartsReference parts;
  private final Codec<R> codec;

  ReadSlices(PartsReference parts, Codec<R> codec) {
    this.parts = parts;
    this.codec = codec;
  }

  @Override
  public Iterator<R> call(String[] slices) {
    RunParts store = parts.openCached();
    return Arrays.stream(slices)
        .map(SliceText::parse)
        .flatMap(slice -> store.read(slice).stream().map(result -> Decoded.of(codec, result)))
        .iterator();
  }
}
