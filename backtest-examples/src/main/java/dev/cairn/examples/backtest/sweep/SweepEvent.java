package dev.cairn.examples.backtest.sweep;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a driver tells whoever started it, one line of JSON each on its standard output. A line that
 * is not one, such as the half of one that a killed driver leaves, is passed over.
 *
 * @param kind what happened
 * @param units of the run
 * @param restored units that were done before this driver started
 * @param computed units that this driver's executors have stored
 * @param commit the version of the newest checkpoint that this driver committed
 * @param digest of the results; when done
 * @param message what is wrong; when failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SweepEvent(
    Kind kind,
    long units,
    long restored,
    long computed,
    @Nullable Long commit,
    @Nullable String digest,
    @Nullable String message) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String MARK = "cairn-sweep ";

  /** What can happen. */
  public enum Kind {
    /** More units are done. */
    PROGRESS,
    /** The results are being read back. */
    VERIFYING,
    /** The run is completed. */
    DONE,
    /** The driver gives up. */
    FAILED,
    /** The driver was fenced by another one. */
    FENCED
  }

  static SweepEvent progress(
      Kind kind, long units, long restored, long computed, OptionalLong commit) {
    @Nullable Long version = commit.isPresent() ? (Long) commit.getAsLong() : null;
    return new SweepEvent(kind, units, restored, computed, version, null, null);
  }

  static SweepEvent done(long units, long restored, long computed, long commit, String digest) {
    return new SweepEvent(Kind.DONE, units, restored, computed, commit, digest, null);
  }

  static SweepEvent ended(Kind kind, long units, @Nullable String message) {
    return new SweepEvent(kind, units, 0, 0, null, null, message);
  }

  /** Units whose results are durable. */
  public long done() {
    return restored + computed;
  }

  String line() {
    try {
      return MARK + JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event can always be written", e);
    }
  }

  /** The event that a line tells of; empty when it is another line. */
  public static Optional<SweepEvent> parse(String line) {
    if (!line.startsWith(MARK)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(line.substring(MARK.length()), SweepEvent.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
