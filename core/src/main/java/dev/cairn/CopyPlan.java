package dev.cairn;

import dev.cairn.internal.data.StateWriter;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.ChunkRow;
import dev.cairn.internal.log.RunRow;
import dev.cairn.internal.log.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of an origin a target has already. Checkpoints are copied in order, so the target may hold
 * those that an earlier copy brought up to some point, and nothing else after them.
 *
 * <p>The rule: the newest checkpoint of the target is one of the origin's, and what the origin has
 * before that one is in the target, in the same order, or cannot be read. Older ones that only the
 * target has are those that the origin has let go since.
 */
final class CopyPlan {
  private final Origin origin;
  private final CheckpointReader target;
  private final Moment moment;
  private final Map<Long, Long> checkpoints = new HashMap<>();
  private final Map<Long, RunRow> runs = new HashMap<>();
  private final Map<Long, Skipped> unreadable = new HashMap<>();

  private CopyPlan(Origin origin, CheckpointReader target, Moment moment) {
    this.origin = origin;
    this.target = target;
    this.moment = moment;
  }

  /**
   * Compares an origin with a target. Reads states only where checkpoints look alike and were cut
   * into chunks differently, or where one is missing.
   *
   * @throws InvalidRequestException when the target has something else
   */
  static CopyPlan of(Origin origin, CheckpointReader target, Moment moment) {
    CopyPlan plan = new CopyPlan(origin, target, moment);
    plan.matchCheckpoints();
    plan.matchRuns();
    return plan;
  }

  /** The version in the target of a checkpoint that is there. */
  Optional<Long> checkpoint(long version) {
    return Optional.ofNullable(checkpoints.get(version));
  }

  /** The registration in the target of a run that is there. */
  Optional<RunRow> run(OriginRun run) {
    return Optional.ofNullable(runs.get(run.version()));
  }

  /** Why a checkpoint is not in the target and never will be. */
  Optional<Skipped> unreadable(long version) {
    return Optional.ofNullable(unreadable.get(version));
  }

  /** What was compared. */
  Moment moment() {
    return moment;
  }

  private void matchCheckpoints() {
    List<OriginCheckpoint> ours = origin.checkpoints();
    List<CheckpointRow> theirs = moment.live();
    if (!theirs.isEmpty()) {
      CheckpointRow newest = theirs.get(theirs.size() - 1);
      if (ours.stream().noneMatch(each -> isSame(each, newest))) {
        throw refusal("v%d is not one of them".formatted(newest.version()));
      }
    }
    int next = 0;
    for (CheckpointRow row : theirs) {
      int found = next;
      while (found < ours.size() && !isSame(ours.get(found), row)) {
        found++;
      }
      if (found < ours.size()) {
        checkpoints.put(ours.get(found).version(), row.version());
        next = found + 1;
      } else if (row.version() == theirs.get(theirs.size() - 1).version()) {
        throw refusal("v%d is there behind newer ones".formatted(row.version()));
      }
    }
    for (OriginCheckpoint each : ours.subList(0, next)) {
      if (!checkpoints.containsKey(each.version())) {
        requireUnreadable(each);
      }
    }
  }

  private void matchRuns() {
    List<RunRow> theirs = new ArrayList<>(moment.runs());
    for (OriginRun run : origin.runs()) {
      String fingerprint = run.definition().fingerprint().hex();
      theirs.stream()
          .filter(row -> row.fingerprint().equals(fingerprint))
          .findFirst()
          .ifPresent(
              row -> {
                theirs.remove(row);
                runs.put(run.version(), row);
              });
    }
    if (checkpoints.isEmpty() && !theirs.isEmpty()) {
      throw refusal("the run v%d is not one of theirs".formatted(theirs.get(0).version()));
    }
  }

  private boolean isSame(OriginCheckpoint ours, CheckpointRow row) {
    Checkpoint mine = ours.checkpoint();
    Checkpoint there = Rows.checkpoint(target.process(), row);
    if (!mine.progress().equals(there.progress())
        || !mine.time().equals(there.time())
        || !mine.items().equals(there.items())) {
      return false;
    }
    for (int item = 0; item < mine.items().size(); item++) {
      List<String> chunks = row.items().get(item).chunks().stream().map(ChunkRow::sha256).toList();
      if (!chunks.equals(origin.chunks(ours, item)) && !isSameContent(ours, row, item)) {
        return false;
      }
    }
    return true;
  }

  /** For items that were cut into other chunks, as a later release may do. */
  private boolean isSameContent(OriginCheckpoint ours, CheckpointRow row, int item) {
    if (row.items().get(item).chunks().size() < 2 && origin.chunks(ours, item).size() < 2) {
      return false;
    }
    try {
      Restored there = target.unverified(moment, row);
      return sha256(origin.state(ours).get(item)).equals(sha256(there.sources().get(item)));
    } catch (DamagedException | CheckpointNotFoundException e) {
      return false;
    }
  }

  private void requireUnreadable(OriginCheckpoint checkpoint) {
    try {
      origin.state(checkpoint).forEach(CopyPlan::sha256);
      for (OriginRun run : origin.runs()) {
        if (run.completedBy().orElse(0) == checkpoint.version()) {
          origin.parts(run).forEach(part -> origin.part(run, part));
        }
      }
    } catch (DamagedException
        | CheckpointNotFoundException
        | dev.cairn.run.DamagedPartException e) {
      unreadable.put(
          checkpoint.version(), new Skipped(checkpoint.version(), String.valueOf(e.getMessage())));
      return;
    }
    throw refusal(
        "v%d of %s is not there, and newer ones are"
            .formatted(checkpoint.version(), origin.process()));
  }

  private static String sha256(StateWriter.Source item) {
    MessageDigest digest = Sha256.digest();
    try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      item.encode(out);
    } catch (IOException e) {
      throw StateWriter.cannotEncode(item, e);
    }
    return Sha256.hex(digest);
  }

  private InvalidRequestException refusal(String why) {
    return new InvalidRequestException(
        "%s has something else than the checkpoints of %s in their order: %s. Copy to a process that has none yet; nothing was written."
            .formatted(target.process(), origin.process(), why));
  }
}
