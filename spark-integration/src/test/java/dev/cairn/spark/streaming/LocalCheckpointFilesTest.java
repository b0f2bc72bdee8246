package dev.cairn.spark.streaming;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalCheckpointFilesTest extends CheckpointFileManagerContract {
  @TempDir private java.nio.file.Path folder;

  @Override
  protected Path location() {
    return new Path("cairn:/prices");
  }

  @Override
  protected Configuration settings() {
    var settings = new Configuration(false);
    settings.set(CheckpointLocation.STORE, folder.toUri().toString());
    return settings;
  }
}
