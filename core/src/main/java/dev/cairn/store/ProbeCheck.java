package dev.cairn.store;

import java.util.Locale;

/** What a {@link StoreProbe} looks at. */
public enum ProbeCheck {
  /** Whether a second put-if-absent of one key leaves the object as it is. */
  CREATE_TWICE(
      "Use a store that applies a put-if-absent only when the key holds nothing; a log on any other loses checkpoints"),
  /** Whether one of several puts-if-absent that race for a key is applied, and no more. */
  CREATE_RACE(
      "Use a store that decides such a race; a log on any other loses checkpoints when two writers meet"),
  /** Whether what was put is read back at once. */
  READ_AFTER_WRITE("Use a store that is strongly consistent"),
  /** Whether a key that holds nothing is told from one that may not be read. */
  ABSENT_KEY("Grant the permission to list, without which S3 denies the look at an absent object"),
  /** Whether ranges of an object are answered exactly. */
  RANGE_READ("Use a store that supports reads of ranges"),
  /** Whether a listing shows what was put before it. */
  LIST_AFTER_WRITE("Use a store whose listings are strongly consistent"),
  /** Whether listings go by the bytes of the keys, and respect their limit. */
  LIST_ORDER(
      "If the store lists all keys, in whatever order, say so in its URI (s3://bucket/prefix?listing=unordered) wherever it is opened; else use another one"),
  /** Whether an object is gone after it was deleted. */
  DELETE("Use a store that is strongly consistent"),
  /** Whether the server refuses an upload that does not fit its checksum. */
  UPLOAD_CHECKSUM(""),
  /** Whether downloads come with the checksum that the upload had. */
  DOWNLOAD_CHECKSUM(""),
  /** Whether deleted and replaced objects are kept as older versions. */
  VERSIONING("");

  private final String remedy;

  ProbeCheck(String remedy) {
    this.remedy = remedy;
  }

  /** What to do when the store does not pass; empty when nothing depends on it. */
  String remedy() {
    return remedy;
  }

  /** The name in words, like {@code create twice}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
