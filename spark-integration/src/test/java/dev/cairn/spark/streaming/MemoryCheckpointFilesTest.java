package dev.cairn.spark.streaming;

import dev.cairn.store.memory.MemoryStore;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

class MemoryCheckpointFilesTest extends CheckpointFileManagerContract {
  private final String store = InjectedStores.uri(new MemoryStore());

  @Override
  protected Path location() {
    return new Path("cairn:/queries/prices");
  }

  @Override
  protected Configuration settings() {
    var settings = new Configuration(false);
    settings.set(CheckpointLocation.STORE, store);
    return settings;
  }
}
