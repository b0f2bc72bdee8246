package dev.cairn.spark.streaming;

import dev.cairn.spark.SparkForTests;
import java.nio.file.Path;
import java.util.TreeMap;
import org.apache.spark.SparkConcurrentModificationException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryException;

/**
 * A driver of its own for the query of {@link StreamScene}: {@code FOLDER CHECKPOINT [SETTING=VALUE
 * ...]}. Ends with 0 when all files are processed, and with 3 when the query failed, whose reason
 * is printed.
 */
final class StreamDriver {
  private StreamDriver() {}

  public static void main(String[] arguments) throws Exception {
    var settings = new TreeMap<String, String>();
    for (int i = 2; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      settings.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
    SparkSession session = StreamScene.session(SparkForTests.configuration(2), settings);
    try {
      new StreamScene(Path.of(arguments[0])).start(session, arguments[1]).awaitTermination();
    } catch (StreamingQueryException | SparkConcurrentModificationException e) {
      System.out.println(
          "FAILED: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      e.printStackTrace(System.out);
      System.exit(3);
    } finally {
      session.stop();
    }
  }
}
