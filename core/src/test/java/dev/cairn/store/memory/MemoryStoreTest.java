package dev.cairn.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStoreContract;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.StoreException;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryStoreTest extends ObjectStoreContract {
  private final String uri = "memory:" + UUID.randomUUID();

  @Override
  protected ObjectStore open() {
    return ObjectStores.open(uri);
  }

  @Test
  void open_sameName_isTheSameStoreAndAnotherNameIsNot() {
    var key = new ObjectKey("a");
    store.put(key, ByteBuffer.allocate(3), WriteCondition.IF_ABSENT);
    store.close();
    assertThat(ObjectStores.open(uri).head(key)).isPresent();
    assertThat(ObjectStores.open(uri + "-other").head(key)).isEmpty();
    assertThat(new MemoryStore().head(key)).isEmpty();
    assertThat(store).hasToString(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"memory:/name", "memory://name", "memory:a/b", "memory:a#b", "memory:%20"})
  void open_uriOfAnotherForm_isRefusedWithTheForm(String wrong) {
    assertThatThrownBy(() -> ObjectStores.open(wrong))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("memory:test");
  }
}
