package dev.cairn.internal.log;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cairn.store.ObjectKey;
import java.time.Instant;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A registered run. It stands in the manifest before its first part is written, which is what
 * protects its parts.
 *
 * @param fingerprint 64 hexadecimal digits over the definition
 * @param version of the entry that registered it; with the fingerprint it makes a prefix that is
 *     never used twice
 * @param definition the fields of the definition by their names, so that a mismatch can say which
 *     differ
 * @param time when it was registered
 * @param completed the version of the checkpoint that closed it, or null while it is open
 * @param retired when it was retired, or null; a retired run is not resumed, and its parts go after
 *     the grace period
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRow(
    String fingerprint,
    long version,
    SortedMap<String, String> definition,
    Instant time,
    @Nullable Long completed,
    @Nullable Instant retired) {
  /** Copies the definition. */
  public RunRow {
    Sha256.check(fingerprint);
    LogKeys.checkVersion(version);
    if (completed != null) {
      LogKeys.checkVersion(completed);
      if (completed <= version) {
        throw new IllegalArgumentException(
            "a run of v" + version + " that v" + completed + " completed");
      }
    }
    requireNonNull(time);
    definition.values().forEach(Objects::requireNonNull);
    definition = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(definition));
  }

  /**
   * The folder of its parts, relative to the folder of the process and without a slash at the end.
   */
  public String folder() {
    return new ObjectKey("runs/" + fingerprint + "-" + version).value();
  }

  /** The same run, closed by the checkpoint of that version. */
  public RunRow complete(long checkpoint) {
    return new RunRow(fingerprint, version, definition, time, checkpoint, retired);
  }

  /** The same run, retired. */
  public RunRow retire(Instant when) {
    return new RunRow(fingerprint, version, definition, time, completed, when);
  }
}
