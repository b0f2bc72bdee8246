package dev.cairn.spark.ui;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the page of an application, and brings it to the user interface when it is not there. Spark
 * promises nothing about the classes that pages are made of, so whatever goes wrong with them is
 * logged, once in a JVM, and there is no page.
 */
final class CairnPages {
  private static final Logger LOG = LoggerFactory.getLogger(CairnPages.class);

  private static final AtomicBoolean FAILED = new AtomicBoolean();

  private CairnPages() {}

  /** What the page shows; empty where there is none, as without a user interface. */
  static Optional<RunRows> of(SparkContext spark) {
    return of(() -> CairnTab.rows(spark));
  }

  /** How the page is found or made. */
  @FunctionalInterface
  interface Attachment {
    /** Throws whatever Scala throws, which no signature names. */
    Optional<RunRows> rows() throws Exception;
  }

  static Optional<RunRows> of(Attachment attachment) {
    try {
      return attachment.rows();
    } catch (Exception | LinkageError e) {
      if (!FAILED.getAndSet(true)) {
        LOG.info(
            "The user interface of this Spark has no page of Cairn, since Cairn does not know its classes: {}. Runs go on without it.",
            e.toString());
      }
      return Optional.empty();
    }
  }
}
