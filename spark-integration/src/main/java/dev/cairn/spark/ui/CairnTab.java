package dev.cairn.spark.ui;

import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.ui.SparkUI;
import org.apache.spark.ui.SparkUITab;
import org.apache.spark.ui.WebUITab;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The tab {@code Cairn} in the user interface of an application. It is there from the first run to
 * the end of the application. Who may look at the other tabs may look at it.
 */
final class CairnTab extends SparkUITab {
  static final String PREFIX = "cairn";

  private final RunRows rows = new RunRows();

  private CairnTab(SparkUI parent) {
    super(parent, PREFIX);
    attachPage(new RunsPage(this, rows));
  }

  /**
   * What the page of an application shows; empty when it has no user interface.
   *
   * @throws IllegalStateException when another tab is where this one should be, as when another
   *     class loader has brought Cairn too
   */
  static synchronized Optional<RunRows> rows(SparkContext spark) {
    if (spark.ui().isEmpty()) {
      return Optional.empty();
    }
    SparkUI ui = spark.ui().get();
    for (WebUITab tab : CollectionConverters.asJava(ui.getTabs())) {
      if (tab instanceof CairnTab ours) {
        return Optional.of(ours.rows);
      }
      if (tab.prefix().equals(PREFIX)) {
        throw new IllegalStateException("there is a tab of this name already, a " + tab.getClass());
      }
    }
    var tab = new CairnTab(ui);
    ui.attachTab(tab);
    return Optional.of(tab.rows);
  }
}
