package dev.cairn.internal.log;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cairn.Compression;
import org.jspecify.annotations.Nullable;

/**
 * Some consecutive bytes of an item, and where they are: in the payload of the checkpoint's own
 * entry, or in an object of their own.
 *
 * @param sha256 of the bytes, 64 lower-case hexadecimal digits
 * @param bytes how many there are
 * @param inline where they begin in the payload of the checkpoint's entry, or null
 * @param object where they are stored, or null; exactly one of the two is given
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChunkRow(
    String sha256, int bytes, @Nullable Integer inline, @Nullable StoredObject object) {

  /**
   * An object below the folder of the process.
   *
   * @param key relative to the folder of the process, such as {@code data/7/<sha256>-<nonce>}
   * @param bytes the size of the object
   * @param compression how the chunk stands in it
   * @param versionId what a store that keeps versions called it when it was written, or null; not
   *     needed for reading, since the key is never used twice
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StoredObject(
      String key, int bytes, Compression compression, @Nullable String versionId) {
    /** Checks the size and the version id. */
    public StoredObject {
      requireNonNull(key);
      requireNonNull(compression);
      if (bytes < 0) {
        throw new IllegalArgumentException("a stored chunk of " + bytes + " bytes");
      }
      VersionIds.check(versionId);
    }

    /** An object in a store that keeps no versions. */
    public StoredObject(String key, int bytes, Compression compression) {
      this(key, bytes, compression, null);
    }
  }

  /** Checks that there is exactly one place, and that the numbers make sense. */
  public ChunkRow {
    Sha256.check(sha256);
    if (bytes < 0 || (inline == null) == (object == null) || (inline != null && inline < 0)) {
      throw new IllegalArgumentException(
          "a chunk of " + bytes + " bytes, inline at " + inline + ", in object " + object);
    }
  }
}
