package dev.cairn.internal.log.explore;

/**
 * A set of 64-bit numbers without boxes. Two states with one fingerprint are taken for one: with n
 * states that happens with a probability of about n * n / 2^65, which for ten million is 3 in a
 * million, and for a hundred million 3 in ten thousand.
 */
final class FingerprintSet {
  private long[] slots = new long[1 << 16];
  private int size;
  private boolean hasZero;

  /** True when it was not in the set before. */
  boolean add(long fingerprint) {
    if (fingerprint == 0) {
      boolean isNew = !hasZero;
      hasZero = true;
      return isNew;
    }
    if (size >= slots.length / 4 * 3) {
      grow();
    }
    if (!insert(fingerprint)) {
      return false;
    }
    size++;
    return true;
  }

  int size() {
    return size + (hasZero ? 1 : 0);
  }

  private boolean insert(long fingerprint) {
    int mask = slots.length - 1;
    for (int slot = (int) fingerprint & mask; ; slot = (slot + 1) & mask) {
      if (slots[slot] == fingerprint) {
        return false;
      }
      if (slots[slot] == 0) {
        slots[slot] = fingerprint;
        return true;
      }
    }
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (long fingerprint : old) {
      if (fingerprint != 0) {
        insert(fingerprint);
      }
    }
  }
}
