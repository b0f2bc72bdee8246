package dev.cairn.internal.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a tag names.
 *
 * @param version of a live checkpoint
 * @param expires when the tag goes, by the writer's clock; null when it stays
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TagRow(long version, @Nullable Instant expires) {
  /** Checks the version. */
  public TagRow {
    LogKeys.checkVersion(version);
  }
}
