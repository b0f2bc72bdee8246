package dev.cairn.spark;

import dev.cairn.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** A Dataset whose partitions are settled by its plan, and not by what is measured on the way. */
final class StaticPlan {
  private StaticPlan() {}

  /**
   * The same Dataset, planned without adaptive execution.
   *
   * @throws InvalidRequestException when its plan has an expression that is not deterministic
   */
  static Dataset<Row> of(Dataset<Row> dataset) {
    var session = ((SparkSession) dataset.sparkSession()).cloneSession();
    session.conf().set("spark.sql.adaptive.enabled", false);
    LogicalPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) dataset).queryExecution().analyzed();
    List<String> chance = chance(plan);
    if (!chance.isEmpty()) {
      throw new InvalidRequestException(
          "The Dataset cannot be checkpointed by partition: its plan has %s, which gives other values when a partition is computed again. Compute that after the checkpoint, or from columns, such as hash(id)."
              .formatted(String.join(", ", chance)));
    }
    return org.apache.spark.sql.classic.Dataset.ofRows(session, plan);
  }

  private static List<String> chance(LogicalPlan plan) {
    var found = new ArrayList<String>();
    for (Expression expression : CollectionConverters.asJava(plan.expressions())) {
      if (!expression.deterministic()) {
        found.add(expression.sql());
      }
    }
    for (LogicalPlan child : CollectionConverters.asJava(plan.children())) {
      found.addAll(chance(child));
    }
    return found;
  }
}
