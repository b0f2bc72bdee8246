package dev.cairn.spark.ui;

/** How a run is, for whoever looks at the page. */
public enum ShownState {
  /** Its driver works on it. */
  RUNNING("running"),
  /** All results are stored and checked. */
  COMPLETED("completed"),
  /** Something threw. */
  FAILED("failed"),
  /** Its driver was interrupted, or Spark stopped. */
  INTERRUPTED("interrupted"),
  /** Another driver has the process now. */
  FENCED("taken over");

  private final String text;

  ShownState(String text) {
    this.text = text;
  }

  /** The state in a word or two. */
  String text() {
    return text;
  }
}
