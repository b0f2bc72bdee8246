package dev.cairn.damage;

import dev.cairn.store.ObjectKey;

/** What an object of a process is. */
enum Target {
  ENTRY,
  CHUNK,
  PAGE,
  PART,
  /** What no entry names any more, and nobody has collected yet. */
  GARBAGE;

  /** By where it is; what lies among the data is what the newest entry says. */
  static Target of(ObjectKey key, Whole whole) {
    String value = key.value();
    if (value.contains("/log/")) {
      return ENTRY;
    }
    if (value.contains("/runs/")) {
      return PART;
    }
    if (whole.pages().contains(value)) {
      return PAGE;
    }
    return whole.chunks().contains(value) ? CHUNK : GARBAGE;
  }
}
