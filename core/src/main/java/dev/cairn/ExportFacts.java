package dev.cairn;

import dev.cairn.internal.archive.ExportIndex;
import dev.cairn.internal.archive.ExportIndex.CheckpointEntry;
import dev.cairn.internal.archive.ExportIndex.ItemEntry;
import dev.cairn.internal.archive.ExportIndex.RunEntry;
import dev.cairn.internal.archive.ExportIndex.TagEntry;
import dev.cairn.internal.log.TagRow;
import dev.cairn.run.PartName;
import dev.cairn.run.RunDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints and runs to what an export says of them, and back. What comes back may have been made
 * up by anybody: each of these refuses with an {@link InvalidRequestException} what no store holds.
 */
final class ExportFacts {
  private static final long LAST_VERSION = 999_999_999_999L;
  private static final int MAX_CODEC = 1000;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private ExportFacts() {}

  static CheckpointEntry entry(OriginCheckpoint from, List<String> sha256) {
    Checkpoint checkpoint = from.checkpoint();
    Progress progress = checkpoint.progress();
    @Nullable Long total =
        progress.totalSteps().isPresent() ? (Long) progress.totalSteps().getAsLong() : null;
    SortedMap<String, TagEntry> tags = new TreeMap<>();
    from.tags().forEach((name, tag) -> tags.put(name, new TagEntry(tag.expires())));
    List<ItemEntry> items = new ArrayList<>();
    for (Checkpoint.Item item : checkpoint.items()) {
      State.requireName(item.name());
      items.add(
          new ItemEntry(
              item.name(),
              item.codec(),
              item.bytes(),
              sha256.get(items.size()),
              ExportIndex.path(checkpoint.version(), item.name())));
    }
    return new CheckpointEntry(
        checkpoint.version(),
        progress.step(),
        total,
        progress.status(),
        checkpoint.time(),
        new TreeMap<>(progress.metrics()),
        progress.reason().orElse(null),
        from.pinned(),
        tags,
        items);
  }

  static OriginCheckpoint checkpoint(ProcessId process, CheckpointEntry entry) {
    long version = entry.version();
    require(version >= 1 && version <= LAST_VERSION, "it lists v%d".formatted(version));
    Progress progress = Progress.at(entry.step()).status(entry.status());
    if (entry.totalSteps() != null) {
      progress = progress.of(entry.totalSteps());
    }
    for (Map.Entry<String, Double> metric : entry.metrics().entrySet()) {
      progress = progress.metric(metric.getKey(), metric.getValue());
    }
    if (entry.reason() != null) {
      progress = progress.because(entry.reason());
    }
    SortedMap<String, TagRow> tags = new TreeMap<>();
    for (Map.Entry<String, TagEntry> tag : entry.tags().entrySet()) {
      Edits.requireTag(tag.getKey());
      tags.put(tag.getKey(), new TagRow(version, tag.getValue().expires()));
    }
    var checkpoint =
        new Checkpoint(process, version, progress, entry.time(), items(entry), Optional.empty());
    return new OriginCheckpoint(checkpoint, entry.pinned(), tags);
  }

  private static List<Checkpoint.Item> items(CheckpointEntry entry) {
    require(entry.items().size() <= State.MAX_ITEMS, "a checkpoint has too many items");
    Set<String> names = new HashSet<>();
    List<Checkpoint.Item> items = new ArrayList<>();
    for (ItemEntry item : entry.items()) {
      State.requireName(item.name());
      require(names.add(item.name()), "a checkpoint has two items of the same name");
      require(
          !item.codec().isEmpty() && item.codec().length() <= MAX_CODEC,
          "the name of a codec has no characters, or too many");
      require(item.bytes() >= 0, "an item has %d bytes".formatted(item.bytes()));
      require(SHA256.matcher(item.sha256()).matches(), "an item has no SHA-256");
      require(
          item.path().equals(ExportIndex.path(entry.version(), item.name())),
          "an item has another path than its name says");
      items.add(new Checkpoint.Item(item.name(), item.codec(), item.bytes()));
    }
    return items;
  }

  static RunEntry entry(OriginRun run, int parts) {
    @Nullable Long completedBy =
        run.completedBy().isPresent() ? (Long) run.completedBy().getAsLong() : null;
    return new RunEntry(
        run.version(),
        run.registered(),
        run.definition().fingerprint().hex(),
        run.definition().fields(),
        completedBy,
        parts);
  }

  static OriginRun run(RunEntry entry) {
    RunDefinition definition = RunDefinition.ofFields(entry.definition());
    require(
        entry.version() >= 1 && entry.version() <= LAST_VERSION,
        "it lists a run v%d".formatted(entry.version()));
    require(
        definition.fingerprint().hex().equals(entry.fingerprint()),
        "the fingerprint of a run is not that of its definition");
    require(
        entry.parts() >= 0 && entry.parts() <= ExportIndex.MAX_PARTS,
        "a run has %d parts".formatted(entry.parts()));
    return new OriginRun(
        entry.version(),
        definition,
        entry.time(),
        entry.completedBy() == null ? OptionalLong.empty() : OptionalLong.of(entry.completedBy()));
  }

  /** Where a part is: its name in two pieces, since a tar header takes no piece that long. */
  static String path(long run, PartName part) {
    String name = part.format();
    int last = name.lastIndexOf('-');
    return folder(run) + name.substring(0, last) + "/" + name.substring(last + 1);
  }

  static Optional<PartName> part(long run, String path) {
    int last = path.lastIndexOf('/');
    return last >= folder(run).length() && path.startsWith(folder(run))
        ? PartName.parse(
            path.substring(folder(run).length(), last) + "-" + path.substring(last + 1))
        : Optional.empty();
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new InvalidRequestException(otherwise);
    }
  }

  private static String folder(long run) {
    return "runs/v" + run + "/";
  }
}
