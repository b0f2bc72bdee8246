package dev.cairn;

import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** What happens to an object behind everybody's back. */
enum Damage {
  /** One bit in its middle is another one. */
  FLIPPED {
    @Override
    void strike(ObjectStore store, ObjectKey key, ObjectKey other) {
      byte[] bytes = bytes(store, key);
      bytes[bytes.length / 2] ^= 4;
      put(store, key, bytes);
    }
  },
  /** Its second half is missing. */
  TRUNCATED {
    @Override
    void strike(ObjectStore store, ObjectKey key, ObjectKey other) {
      byte[] bytes = bytes(store, key);
      put(store, key, Arrays.copyOf(bytes, bytes.length / 2));
    }
  },
  /** It holds nothing. */
  EMPTIED {
    @Override
    void strike(ObjectStore store, ObjectKey key, ObjectKey other) {
      put(store, key, new byte[0]);
    }
  },
  /** It is gone. */
  DELETED {
    @Override
    void strike(ObjectStore store, ObjectKey key, ObjectKey other) {
      store.delete(List.of(key));
    }
  },
  /** It holds what belongs to another key. */
  SWAPPED {
    @Override
    void strike(ObjectStore store, ObjectKey key, ObjectKey other) {
      put(store, key, bytes(store, other));
    }
  };

  /** Does it to {@code key}; {@code other} is another object of the same kind. */
  abstract void strike(ObjectStore store, ObjectKey key, ObjectKey other);

  private static byte[] bytes(ObjectStore store, ObjectKey key) {
    return store.get(key).orElseThrow();
  }

  private static void put(ObjectStore store, ObjectKey key, byte[] bytes) {
    store.put(key, ByteBuffer.wrap(bytes), WriteCondition.ALWAYS);
  }
}
