package dev.cairn;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalCollectorTest extends CollectorContract {
  @TempDir Path folder;

  @Override
  protected ObjectStore open() {
    return ObjectStores.open(folder.toUri().toString());
  }
}
