package dev.cairn.internal.log;

import dev.cairn.store.PutOutcome;
import org.jspecify.annotations.Nullable;

/** What a store that keeps versions calls the one of an object that was written here. */
public final class VersionIds {
  private VersionIds() {}

  /** The one that a put was answered with; null when there is none. */
  public static @Nullable String of(PutOutcome outcome) {
    return outcome instanceof PutOutcome.Written written ? written.versionId().orElse(null) : null;
  }

  /**
   * What a message about damage says after the key, so that the object can be brought back; nothing
   * when there is no version id.
   */
  public static String hint(@Nullable String versionId) {
    return versionId == null ? "" : ", version " + versionId + " of it in the store";
  }

  /**
   * Checks one that was read.
   *
   * @throws IllegalArgumentException when it cannot be one
   */
  static void check(@Nullable String versionId) {
    if (versionId != null && !PutOutcome.Written.isVersionId(versionId)) {
      throw new IllegalArgumentException(
          "the version id of an object has %d characters, or some that cannot be shown"
              .formatted(versionId.length()));
    }
  }
}
