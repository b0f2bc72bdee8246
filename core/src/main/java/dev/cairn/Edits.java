package dev.cairn;

import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.CommitLog;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.RetiredRow;
import dev.cairn.internal.log.TagRow;
import dev.cairn.internal.log.WholeIndex;
import dev.cairn.internal.text.OneLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What can be changed in an index by anybody. Each of these may be applied twice: the second time
 * it changes nothing.
 */
final class Edits {
  /** The tag that the policy of what to keep gives to the best checkpoint. */
  static final String BEST = "best";

  private static final Pattern TAG = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,99}");
  private static final Pattern VERSION = Pattern.compile("v?[0-9]+|latest");

  private Edits() {}

  static CommitLog.Edit pin(ProcessId process, Pages pages, long version) {
    return base -> {
      requireLive(process, new WholeIndex(base, pages), version);
      var pins = new TreeSet<>(base.pins());
      return pins.add(version) ? Optional.of(base.withPins(pins)) : Optional.empty();
    };
  }

  static CommitLog.Edit unpin(long version) {
    return base -> {
      var pins = new TreeSet<>(base.pins());
      return pins.remove(version) ? Optional.of(base.withPins(pins)) : Optional.empty();
    };
  }

  static CommitLog.Edit tag(
      ProcessId process, Pages pages, String tag, long version, Optional<Instant> expires) {
    requireTag(tag);
    return base -> {
      requireLive(process, new WholeIndex(base, pages), version);
      TagRow row = new TagRow(version, expires.orElse(null));
      var tags = new TreeMap<>(base.tags());
      return row.equals(tags.put(tag, row)) ? Optional.empty() : Optional.of(base.withTags(tags));
    };
  }

  /** Refuses what cannot be the name of a tag. */
  static void requireTag(String tag) {
    if (!TAG.matcher(tag).matches() || VERSION.matcher(tag).matches()) {
      throw new InvalidRequestException(
          "'%s' cannot be a tag: use 1 to 100 letters, digits, '.', '_' and '-', the first a letter, and no version such as v7 or latest."
              .formatted(OneLine.of(tag)));
    }
  }

  static CommitLog.Edit untag(String tag) {
    return base -> {
      var tags = new TreeMap<>(base.tags());
      return tags.remove(tag) == null ? Optional.empty() : Optional.of(base.withTags(tags));
    };
  }

  static CommitLog.Edit delete(ProcessId process, Pages pages, long version, Instant now) {
    return base -> {
      WholeIndex index = new WholeIndex(base, pages);
      Optional<CheckpointRow> row = index.findLive(version);
      if (row.isEmpty()) {
        return deleteRetired(process, index, version);
      }
      if (base.pins().contains(version)) {
        throw new InvalidRequestException(
            "v%d of %s is pinned and was not deleted: unpin it first.".formatted(version, process));
      }
      List<RetiredRow> retired = new ArrayList<>(base.retiredTail());
      retired.add(new RetiredRow(row.get(), now, RetiredRow.Cause.DELETED));
      var tags = new TreeMap<>(base.tags());
      tags.values().removeIf(tag -> tag.version() == version);
      return Optional.of(index.without(row.get()).withRetiredTail(retired).withTags(tags));
    };
  }

  /** What retention has let go is still fallen back to; what somebody deleted is not. */
  private static Optional<Manifest.Index> deleteRetired(
      ProcessId process, WholeIndex index, long version) {
    RetiredRow row =
        index
            .findRetired(version)
            .orElseThrow(() -> Restoration.absent(process, index.stored(), version));
    return row.cause() == RetiredRow.Cause.DELETED
        ? Optional.empty()
        : Optional.of(index.deleted(version));
  }

  private static void requireLive(ProcessId process, WholeIndex index, long version) {
    if (!index.isLive(version)) {
      throw Restoration.absent(process, index.stored(), version);
    }
  }
}
