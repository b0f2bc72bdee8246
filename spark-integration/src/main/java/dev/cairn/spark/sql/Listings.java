package dev.cairn.spark.sql;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointReader;
import dev.cairn.HistoryEntry;
import dev.cairn.run.PartName;
import dev.cairn.run.RunInfo;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The tables of a process besides its results. */
final class Listings {
  /** How many entries of the log are listed, each of which is a request. */
  private static final int MOST_ENTRIES = 1000;

  private record Kept(Checkpoint checkpoint, List<String> tags, boolean pinned) {}

  private record ItemOf(Checkpoint checkpoint, Checkpoint.Item item) {}

  private record PartOf(RunInfo run, PartName part, ObjectInfo object) {}

  private Listings() {}

  static ListingTable<?> of(TableAddress address) {
    return switch (address.kind()) {
      case CHECKPOINTS -> new ListingTable<>(address, checkpoints(address));
      case ITEMS -> new ListingTable<>(address, items(address));
      case ENTRIES -> new ListingTable<>(address, entries(address));
      case RUNS -> new ListingTable<>(address, runs(address));
      case PARTS -> new ListingTable<>(address, parts(address));
      case RESULTS -> throw new IllegalArgumentException("results are no listing");
    };
  }

  private static Listing<Kept> checkpoints(TableAddress address) {
    return new Listing<>(
        List.of(
            ListedColumn.of("version", LongType, of -> of.checkpoint().version()),
            ListedColumn.of("step", LongType, of -> of.checkpoint().progress().step()),
            ListedColumn.optional(
                "total_steps", LongType, of -> orNull(of.checkpoint().progress().totalSteps())),
            ListedColumn.of(
                "status", StringType, of -> text(of.checkpoint().progress().status().name())),
            ListedColumn.of("time", TimestampType, of -> micros(of.checkpoint().time())),
            ListedColumn.optional(
                "reason", StringType, of -> text(of.checkpoint().progress().reason())),
            ListedColumn.of(
                "metrics",
                createMapType(StringType, DoubleType, false),
                of -> map(of.checkpoint().progress().metrics(), value -> value)),
            ListedColumn.of("tags", createArrayType(StringType, false), of -> texts(of.tags())),
            ListedColumn.of("pinned", BooleanType, Kept::pinned),
            ListedColumn.of("items", IntegerType, of -> of.checkpoint().items().size()),
            ListedColumn.of("bytes", LongType, of -> of.checkpoint().bytes())),
        columns -> kept(address, columns));
  }

  private static List<Kept> kept(TableAddress address, Set<String> columns) {
    try (CheckpointReader reader = address.open()) {
      SortedMap<String, Long> tags = columns.contains("tags") ? reader.tags() : new TreeMap<>();
      SortedSet<Long> pins = columns.contains("pinned") ? reader.pins() : new TreeSet<>();
      return reader.list().stream()
          .map(
              checkpoint ->
                  new Kept(
                      checkpoint,
                      tags.entrySet().stream()
                          .filter(tag -> tag.getValue() == checkpoint.version())
                          .map(Map.Entry::getKey)
                          .toList(),
                      pins.contains(checkpoint.version())))
          .toList();
    }
  }

  private static Listing<ItemOf> items(TableAddress address) {
    return new Listing<>(
        List.of(
            ListedColumn.of("version", LongType, of -> of.checkpoint().version()),
            ListedColumn.of("step", LongType, of -> of.checkpoint().progress().step()),
            ListedColumn.of("name", StringType, of -> text(of.item().name())),
            ListedColumn.of("codec", StringType, of -> text(of.item().codec())),
            ListedColumn.of("bytes", LongType, of -> of.item().bytes())),
        columns -> {
          try (CheckpointReader reader = address.open()) {
            return reader.list().stream()
                .flatMap(of -> of.items().stream().map(item -> new ItemOf(of, item)))
                .toList();
          }
        });
  }

  private static Listing<HistoryEntry> entries(TableAddress address) {
    return new Listing<>(
        List.of(
            ListedColumn.of("version", LongType, HistoryEntry::version),
            ListedColumn.of("kind", StringType, of -> text(of.kind().name())),
            ListedColumn.of("epoch", LongType, HistoryEntry::epoch),
            ListedColumn.of("time", TimestampType, of -> micros(of.time())),
            ListedColumn.of("host", StringType, of -> text(of.writer().host())),
            ListedColumn.of("pid", LongType, of -> of.writer().pid()),
            ListedColumn.of("user", StringType, of -> text(of.writer().user())),
            ListedColumn.optional(
                "step",
                LongType,
                of -> of.checkpoint().map(saved -> saved.progress().step()).orElse(null)),
            ListedColumn.optional(
                "status",
                StringType,
                of -> text(of.checkpoint().map(saved -> saved.progress().status().name())))),
        columns -> {
          try (CheckpointReader reader = address.open()) {
            return reader.history(MOST_ENTRIES);
          }
        });
  }

  private static Listing<RunInfo> runs(TableAddress address) {
    return new Listing<>(
        List.of(
            ListedColumn.of("run", LongType, RunInfo::version),
            ListedColumn.of("fingerprint", StringType, of -> text(of.fingerprint().hex())),
            ListedColumn.of("registered", TimestampType, of -> micros(of.registered())),
            ListedColumn.optional("completed_by", LongType, of -> orNull(of.completedBy())),
            ListedColumn.of(
                "definition",
                createMapType(StringType, StringType, false),
                of -> map(of.definition(), Listings::text)),
            ListedColumn.of("prefix", StringType, of -> text(of.prefix().value()))),
        columns -> {
          try (CheckpointReader reader = address.open()) {
            return reader.runs();
          }
        });
  }

  private static Listing<PartOf> parts(TableAddress address) {
    return new Listing<>(
        List.of(
            ListedColumn.of("run", LongType, of -> of.run().version()),
            ListedColumn.of("first_unit", LongType, of -> of.part().units().first()),
            ListedColumn.of("last_unit", LongType, of -> of.part().units().last()),
            ListedColumn.of("attempt", StringType, of -> text(of.part().attempt())),
            ListedColumn.of("sha256", StringType, of -> text(of.part().sha256())),
            ListedColumn.of("stored_bytes", LongType, of -> of.object().size()),
            ListedColumn.of("key", StringType, of -> text(of.object().key().value()))),
        columns -> partsOf(address));
  }

  private static List<PartOf> partsOf(TableAddress address) {
    ObjectStore store = address.store().openUncached();
    List<PartOf> parts = new ArrayList<>();
    try (CheckpointReader reader = address.open()) {
      for (RunInfo run : reader.runs()) {
        Optional<ListRequest> request = Optional.of(ListRequest.objects(run.prefix()));
        while (request.isPresent()) {
          ListRequest now = request.get();
          ListPage page = store.list(now);
          for (ObjectInfo object : page.objects()) {
            PartName.parse(object.key().value().substring(run.prefix().value().length()))
                .ifPresent(part -> parts.add(new PartOf(run, part, object)));
          }
          request = page.continuation().map(now::after);
        }
      }
    }
    return parts;
  }

  private static UTF8String text(String text) {
    return UTF8String.fromString(text);
  }

  private static @Nullable UTF8String text(Optional<String> text) {
    return text.map(UTF8String::fromString).orElse(null);
  }

  private static @Nullable Long orNull(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static GenericArrayData texts(Collection<String> texts) {
    return new GenericArrayData(texts.stream().map(UTF8String::fromString).toArray());
  }

  private static <V> ArrayBasedMapData map(Map<String, V> of, Function<V, Object> value) {
    return new ArrayBasedMapData(
        texts(of.keySet()), new GenericArrayData(of.values().stream().map(value).toArray()));
  }
}
