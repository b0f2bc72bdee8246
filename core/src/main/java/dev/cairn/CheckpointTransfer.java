package dev.cairn;

import dev.cairn.store.ObjectStore;
import java.nio.file.Path;
import java.util.List;

/**
 * Checkpoints on their way to another store, into a file, or out of one.
 *
 * <pre>{@code
 * try (var reader = CheckpointReader.open("s3://desk/checkpoints", process);
 *     var transfer = CheckpointTransfer.all(reader)) {
 *   transfer.copyTo(backup, process);
 *   transfer.exportTo(file, CheckpointTransfer.OnExisting.REFUSE);
 * }
 * try (var transfer = CheckpointTransfer.file(file)) {
 *   transfer.copyTo(store, transfer.process());
 * }
 * }</pre>
 *
 * <p>What is brought along: every item as its codec wrote it, step, total, status, metrics, reason,
 * the time when the checkpoint was saved, pins, tags, and the runs that are open or that one of the
 * checkpoints closed, with their parts. What is not: versions, which count anew in the target; what
 * is retired; the history of who wrote; and what a checkpoint says of a restore past damage. A part
 * that a completed run has lost is not missed here, since listings do not show it: who reads the
 * result from the copy is told, as at the source. Each byte is compared with its digest on the way,
 * and items and parts go one after the other, so memory does not grow with their number.
 *
 * <p>Used by one thread. Nothing here changes what checkpoints come from.
 */
public final class CheckpointTransfer implements AutoCloseable {
  private final Origin origin;

  private CheckpointTransfer(Origin origin) {
    this.origin = origin;
  }

  /** What an export does with a file that is there already. */
  public enum OnExisting {
    /** It is left as it is, and the export fails. */
    REFUSE,
    /** It is replaced in one step, once the new one is whole. */
    REPLACE
  }

  /**
   * All checkpoints that a process keeps, and its runs, as they are listed now. The reader stays
   * open and is closed after this.
   *
   * @throws CheckpointNotFoundException when it has none
   */
  public static CheckpointTransfer all(CheckpointReader source) {
    StoreOrigin origin = StoreOrigin.all(source);
    if (origin.checkpoints().isEmpty() && origin.runs().isEmpty()) {
      throw new CheckpointNotFoundException(
          "%s has no checkpoint yet. Check its name and its store.".formatted(source.process()));
    }
    return new CheckpointTransfer(origin);
  }

  /**
   * One checkpoint, and the run that it closed, if it did. The reader stays open and is closed
   * after this.
   *
   * @param name as in {@link CheckpointReader#restore(String)}: {@code latest}, which passes over
   *     damaged ones, a version or a tag
   * @throws CheckpointNotFoundException when there is none
   * @throws DamagedException when it is damaged
   */
  public static CheckpointTransfer one(CheckpointReader source, String name) {
    return new CheckpointTransfer(StoreOrigin.one(source, source.restore(name)));
  }

  /**
   * What is in a file that {@link #exportTo} wrote. All of the file is read and verified before
   * this returns.
   *
   * @throws DamagedExportException when it is not such a file, or not whole
   * @throws UnsupportedFormatException when a newer version of Cairn wrote it
   * @throws ExportFileException when it cannot be read
   */
  public static CheckpointTransfer file(Path export) {
    return new CheckpointTransfer(FileOrigin.open(export));
  }

  /** The process that the checkpoints belong to. */
  public ProcessId process() {
    return origin.process();
  }

  /** The checkpoints, oldest first, as they are listed; their states are not read. */
  public List<Checkpoint> checkpoints() {
    return origin.checkpoints().stream().map(OriginCheckpoint::checkpoint).toList();
  }

  /**
   * Copies everything to a process of a store, oldest first, each checkpoint in one atomic commit.
   * The process is opened as any writer does it, which fences the one that has it open; not so when
   * everything is there already, since then nothing is written.
   *
   * <p>A copy that was cut off goes on where it was: call it again. What is there is known again by
   * what the log says of it, so it is neither read nor written again; and of the checkpoint that
   * was under way, chunks that an earlier one has are not written again. The same call brings a
   * target up to date with a source that has gone on.
   *
   * <p>A checkpoint that is damaged, or collected meanwhile, is passed over and reported; the
   * others are copied. Nothing is retired in the target by the copy; what its next writer keeps is
   * up to the policy of that one.
   *
   * @throws InvalidRequestException when the process has other checkpoints than those, or not their
   *     beginning; no checkpoint was written
   * @throws FencedException when another writer opens the process meanwhile
   * @throws CommitOutcomeUnknownException as {@link CheckpointManager#save} does; copy again
   * @throws dev.cairn.store.StoreUnavailableException when a store does not answer; copy again
   */
  public CopyReport copyTo(ObjectStore store, ProcessId process) {
    try (Copying copying = new Copying(origin, store, process)) {
      return copying.run();
    }
  }

  /**
   * Writes everything to one file, a tar archive that standard tools unpack and verify ({@code
   * docs/format-export.md}). The same checkpoints give the same bytes. The file is durable and
   * whole under its name when this returns; when it throws, what was there is there still.
   *
   * <p>Damaged checkpoints are passed over and reported, unless all are. Everything is read twice.
   *
   * @throws DamagedException when none is whole; there is no file
   * @throws ExportFileException when the file is there and is to stay, or cannot be written
   * @throws InvalidRequestException when there is more than one export can hold: an index of 16 MiB
   *     (about 20,000 checkpoints), 100,000 parts
   */
  public ExportReport exportTo(Path file, OnExisting onExisting) {
    return new Exporting(origin).writeTo(file, onExisting);
  }

  /** Closes the file, where checkpoints come from one. */
  @Override
  public void close() {
    origin.close();
  }
}
