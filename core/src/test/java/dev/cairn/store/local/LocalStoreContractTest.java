package dev.cairn.store.local;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStoreContract;
import dev.cairn.store.ObjectStores;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreContractTest extends ObjectStoreContract {
  @TempDir Path directory;

  @Override
  protected ObjectStore open() {
    // A root that does not exist yet, two levels deep.
    return ObjectStores.open(directory.resolve("new/root").toUri().toString());
  }
}
