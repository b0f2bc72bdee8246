package dev.cairn.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.run.ResultDigest;
import dev.cairn.run.UnitInterval;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

/** The tests' unit function: a few random numbers. It notes which units it was asked for. */
final class Draws {
  /** Units in the order in which they were computed; tasks of a local Spark share it with tests. */
  static final Queue<Long> COMPUTED = new ConcurrentLinkedQueue<>();

  private Draws() {}

  static String draw(long unit, UnitContext context) {
    COMPUTED.add(unit);
    return unit + ":" + context.random().nextLong() + ":" + context.random().nextGaussian();
  }

  /** What units 0 to {@code units - 1} give, computed without Spark and without a store. */
  static List<String> expected(long units, long seed) {
    List<String> all =
        LongStream.range(0, units)
            .mapToObj(unit -> draw(unit, UnitContext.of(seed, unit)))
            .toList();
    COMPUTED.clear();
    return all;
  }

  /** The digest of such results. */
  static String digest(List<String> results) {
    var digest = new ResultDigest(results.size());
    digest.add(
        new UnitInterval(0, results.size() - 1),
        ResultDigest.unitDigests(results.stream().map(text -> text.getBytes(UTF_8)).toList()));
    return digest.complete();
  }
}
