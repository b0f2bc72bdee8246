package dev.cairn.damage;

import dev.cairn.store.ObjectKey;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** What happens to an object behind everybody's back. */
enum Blow {
  /** One bit is another one. */
  FLIPPED {
    @Override
    void strike(MemoryStore store, ObjectKey key, ObjectKey other, SplittableRandom random) {
      byte[] bytes = bytes(store, key);
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      put(store, key, bytes);
    }
  },
  /** Its end is missing; it may be all of it. */
  TRUNCATED {
    @Override
    void strike(MemoryStore store, ObjectKey key, ObjectKey other, SplittableRandom random) {
      byte[] bytes = bytes(store, key);
      put(store, key, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
    }
  },
  /** It and another object of its kind have changed places. */
  SWAPPED {
    @Override
    void strike(MemoryStore store, ObjectKey key, ObjectKey other, SplittableRandom random) {
      byte[] mine = bytes(store, key);
      put(store, key, bytes(store, other));
      put(store, other, mine);
    }
  },
  /** It is gone. */
  DELETED {
    @Override
    void strike(MemoryStore store, ObjectKey key, ObjectKey other, SplittableRandom random) {
      store.delete(List.of(key));
    }
  },
  /** It stands in the place of another object of its kind too. */
  DUPLICATED {
    @Override
    void strike(MemoryStore store, ObjectKey key, ObjectKey other, SplittableRandom random) {
      put(store, other, bytes(store, key));
    }
  };

  /** Does it to {@code key}; {@code other} is another object of the same kind. */
  abstract void strike(MemoryStore store, ObjectKey key, ObjectKey other, SplittableRandom random);

  private static byte[] bytes(MemoryStore store, ObjectKey key) {
    return store.get(key).orElseThrow();
  }

  private static void put(MemoryStore store, ObjectKey key, byte[] bytes) {
    store.put(key, ByteBuffer.wrap(bytes), WriteCondition.ALWAYS);
  }
}
