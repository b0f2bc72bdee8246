package dev.cairn.spark;

import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.WeakHashMap;
import org.apache.spark.Dependency;
import org.apache.spark.rdd.RDD;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What an RDD is computed from: the kinds of the RDDs before it with their numbers of partitions,
 * which are the same in each application that builds it in the same way, up to stages that are
 * checkpointed themselves.
 *
 * @param text one word for each RDD, from the last one back
 * @param stages the digests of the checkpointed stages that it begins with, by their processes
 */
record Lineage(String text, SortedMap<String, String> stages) {
  private static final int LONGEST = 4000;

  private record Stage(ProcessId process, String digest) {}

  /** The RDDs that read a checkpointed stage; an RDD is equal to itself alone. */
  private static final Map<RDD<?>, Stage> STAGES = Collections.synchronizedMap(new WeakHashMap<>());

  /** Remembers what an RDD reads. */
  static void read(RDD<?> rdd, ProcessId process, String digest) {
    STAGES.put(rdd, new Stage(process, digest));
  }

  static Lineage of(RDD<?> rdd) {
    var text = new StringBuilder();
    var stages = new TreeMap<String, String>();
    walk(rdd, text, stages, new HashSet<>());
    if (text.length() > LONGEST) {
      text.replace(LONGEST, text.length(), "...");
    }
    return new Lineage(text.toString().strip(), stages);
  }

  private static void walk(
      RDD<?> rdd, StringBuilder text, SortedMap<String, String> stages, Set<Integer> seen) {
    Stage stage = STAGES.get(rdd);
    if (stage != null) {
      stages.put(stage.process().toString(), stage.digest());
      text.append(stage.process()).append(' ');
      return;
    }
    if (!seen.add(rdd.id())) {
      return;
    }
    text.append("%s[%d] ".formatted(rdd.getClass().getSimpleName(), rdd.getNumPartitions()));
    List<Dependency<?>> dependencies =
        CollectionConverters.<Dependency<?>>asJava(rdd.dependencies());
    for (Dependency<?> dependency : dependencies) {
      walk(dependency.rdd(), text, stages, seen);
    }
  }

  /**
   * Sees that the partitions of an RDD are the same whenever they are computed.
   *
   * @throws InvalidRequestException when Spark says that they are not
   */
  static void requireDeterministic(RDD<?> rdd, ElementOrder order) {
    String level = rdd.outputDeterministicLevel().toString();
    if (level.equals("INDETERMINATE")) {
      throw new InvalidRequestException(
          "The RDD cannot be checkpointed by partition: Spark says that it is INDETERMINATE, so a partition that is computed again may hold other elements, and those before and after a crash would not fit together. Partition by a key instead of round-robin (a Dataset's with spark.sql.execution.sortBeforeRepartition=true), and leave out samples without a seed.");
    }
    if (level.equals("UNORDERED") && order == ElementOrder.AS_COMPUTED) {
      throw new InvalidRequestException(
          "The RDD cannot be checkpointed by partition as it is: Spark says that it is UNORDERED, since after a shuffle a partition's elements come in the order in which tasks end. Call order(SORTED), or sort within the partitions, if what was computed from them does not depend on the order.");
    }
    if (rdd.isBarrier()) {
      throw new InvalidRequestException(
          "The RDD cannot be checkpointed by partition: it is a barrier stage, which Spark runs whole or not at all. Use RankCheckpoints for it, or checkpoint what comes before or after.");
    }
  }
}
