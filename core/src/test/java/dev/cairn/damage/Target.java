package dev.cairn.damage;

import dev.cairn.store.ObjectKey;

/** What an object of a process is. */
enum Target {
  ENTRY,
  CHUNK,
  PAGE,
  PART;

  /** By where it is; pages lie among the chunks, and their names are known. */
  static Target of(ObjectKey key, Whole whole) {
    String value = key.value();
    if (value.contains("/log/")) {
      return ENTRY;
    }
    if (value.contains("/runs/")) {
      return PART;
    }
    return whole.pages().contains(value) ? PAGE : CHUNK;
  }
}
