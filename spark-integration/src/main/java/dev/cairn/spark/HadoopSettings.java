package dev.cairn.spark;

import dev.cairn.store.StoreException;
import dev.cairn.store.StoreSettings;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * Settings of the Hadoop configuration of a Spark application: those of {@code core-site.xml}, and
 * before them what Spark's own configuration has below {@code spark.hadoop.}. Hadoop's defaults are
 * not among them, so that what is found was set by somebody.
 *
 * <p>Driver and executors each make their own, of the configuration that Spark hands to every JVM
 * of an application when it starts. So no task carries a secret.
 */
final class HadoopSettings implements StoreSettings {
  private static final String PREFIX = "spark.hadoop.";

  private final Configuration configuration;

  private HadoopSettings(Configuration configuration) {
    this.configuration = configuration;
  }

  static HadoopSettings of(SparkConf conf) {
    var configuration = new Configuration(false);
    configuration.addResource("core-site.xml");
    for (Tuple2<String, String> setting : conf.getAllWithPrefix(PREFIX)) {
      configuration.set(setting._1(), setting._2());
    }
    return new HadoopSettings(configuration);
  }

  /** {@inheritDoc} Keys and tokens are looked for in Hadoop's credential files first. */
  @Override
  public Optional<String> find(String name) {
    if (!name.endsWith(".key") && !name.endsWith(".token")) {
      return Optional.ofNullable(configuration.get(name));
    }
    try {
      return Optional.ofNullable(configuration.getPassword(name)).map(String::new);
    } catch (IOException e) {
      throw new StoreException(
          "Cannot look for the setting '%s' in Hadoop's credential files: %s. Correct hadoop.security.credential.provider.path."
              .formatted(name, FirstLine.of(String.valueOf(e.getMessage()))),
          e);
    }
  }

  /** Without what is set. */
  @Override
  public String toString() {
    return "HadoopSettings";
  }
}
