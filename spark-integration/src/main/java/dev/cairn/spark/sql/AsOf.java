package dev.cairn.spark.sql;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointNotFoundException;
import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.run.RunInfo;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which of a process's results are meant: there are as many as runs were completed. */
sealed interface AsOf {
  /**
   * The one that is meant.
   *
   * @param completed the runs that were completed, in the order of the checkpoints that did
   */
  Optional<RunInfo> choose(List<RunInfo> completed, CheckpointReader reader);

  /** How messages and plans name it. */
  String shown();

  /** Those that were completed last. */
  record Latest() implements AsOf {
    @Override
    public Optional<RunInfo> choose(List<RunInfo> completed, CheckpointReader reader) {
      return last(completed.stream());
    }

    @Override
    public String shown() {
      return "latest";
    }
  }

  /**
   * Those that the checkpoint of a version completed. Another version is refused, and not rounded
   * to one before it, since retention may have dropped the one that was meant.
   */
  record Version(long version) implements AsOf {
    @Override
    public Optional<RunInfo> choose(List<RunInfo> completed, CheckpointReader reader) {
      return completed.stream().filter(run -> versionOf(run) == version).findFirst();
    }

    @Override
    public String shown() {
      return "v" + version;
    }
  }

  /** Those that the checkpoint with a tag completed. */
  record Tag(String name) implements AsOf {
    @Override
    public Optional<RunInfo> choose(List<RunInfo> completed, CheckpointReader reader) {
      return Optional.ofNullable(reader.tags().get(name))
          .flatMap(version -> new Version(version).choose(completed, reader));
    }

    @Override
    public String shown() {
      return "tag " + name;
    }
  }

  /** Those that were completed last by then, of those that are kept, by the writer's clock. */
  record Time(Instant instant) implements AsOf {
    @Override
    public Optional<RunInfo> choose(List<RunInfo> completed, CheckpointReader reader) {
      Set<Long> early =
          reader.list().stream()
              .filter(checkpoint -> !checkpoint.time().isAfter(instant))
              .map(Checkpoint::version)
              .collect(Collectors.toSet());
      return last(completed.stream().filter(run -> early.contains(versionOf(run))));
    }

    @Override
    public String shown() {
      return "time " + instant;
    }
  }

  /** What {@code VERSION AS OF} says: a version such as {@code 7} or {@code v7}, or a tag. */
  static AsOf version(String text) {
    return text.matches("v?[0-9]{1,18}")
        ? new Version(Long.parseLong(text.replace("v", "")))
        : new Tag(text);
  }

  /**
   * The run whose results are meant.
   *
   * @throws CheckpointNotFoundException when there is none
   */
  default RunInfo resolve(CheckpointReader reader, ProcessId process) {
    List<RunInfo> completed =
        reader.runs().stream()
            .filter(run -> run.completedBy().isPresent())
            .sorted(Comparator.comparingLong(AsOf::versionOf))
            .toList();
    return choose(completed, reader).orElseThrow(() -> absent(process, completed));
  }

  private CheckpointNotFoundException absent(ProcessId process, List<RunInfo> completed) {
    return new CheckpointNotFoundException(
        completed.isEmpty()
            ? "%s has no results yet: no run of it was completed, and no dataset was saved. Read one of its other tables, such as checkpoints."
                .formatted(process)
            : "%s has no results as of %s: they are there as of the versions %s. Give one of these, or the tag of one."
                .formatted(process, shown(), completed.stream().map(AsOf::versionOf).toList()));
  }

  private static Optional<RunInfo> last(Stream<RunInfo> completed) {
    return completed.reduce((before, after) -> after);
  }

  private static long versionOf(RunInfo run) {
    return run.completedBy().orElseThrow();
  }
}
