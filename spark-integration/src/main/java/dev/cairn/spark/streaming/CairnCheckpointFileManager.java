package dev.cairn.spark.streaming;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the checkpoints of Structured Streaming queries in an object store by conditional puts.
 * Spark makes it, when it is told to:
 *
 * <pre>{@code
 * spark.sql.streaming.checkpointFileManagerClass=dev.cairn.spark.streaming.CairnCheckpointFileManager
 * }</pre>
 *
 * <p>Checkpoint locations {@code s3://bucket/prefix} and {@code s3a://bucket/prefix} lie in that
 * bucket; {@code cairn:/prefix} lies in the store that {@value CheckpointLocation#STORE} names. A
 * location of any other scheme, such as {@code file:} or {@code hdfs:}, is left to the manager that
 * Spark would have used, as are the logs that Spark's file sink keeps beside its output there.
 *
 * <ul>
 *   <li>A file is there whole or not at all, and is durable when its stream was closed.
 *   <li>Of several queries that write one entry of a log, one succeeds; the others get Hadoop's
 *       {@code FileAlreadyExistsException}, which Spark turns into the failure of their query. A
 *       query that was cut off for so long that the slot was purged meanwhile fails as well.
 *   <li>An upload that fails is tried again until {@value CheckpointLocation#PATIENCE} has passed,
 *       and then fails the batch. It is never taken for done.
 * </ul>
 *
 * <p>A file is held in memory while it is written and read. Safe for use by many threads, but for
 * the streams.
 */
public final class CairnCheckpointFileManager implements CheckpointFileManager {
  private static final Logger LOG = LoggerFactory.getLogger(CairnCheckpointFileManager.class);

  /** The setting that names the class. */
  static final String SETTING = "spark.sql.streaming.checkpointFileManagerClass";

  private final CheckpointFileManager files;

  /**
   * The manager of a checkpoint, or of a folder in one. Sends no request.
   *
   * @param path of the checkpoint
   * @param settings of the session
   * @throws dev.cairn.CairnException when the path cannot be in a store, or the store cannot be
   *     opened
   */
  public CairnCheckpointFileManager(Path path, Configuration settings) {
    this.files =
        CheckpointLocation.of(path, settings)
            .<CheckpointFileManager>map(StoreFiles::new)
            .orElseGet(() -> stock(path, settings));
  }

  private static CheckpointFileManager stock(Path path, Configuration settings) {
    LOG.info("{} lies in no store of Cairn, so Spark's own manager keeps it", path);
    var without = new Configuration(settings);
    without.unset(SETTING);
    return CheckpointFileManager.create(path, without);
  }

  /**
   * A file that is there once its stream is closed.
   *
   * @param overwriteIfPossible whether a file of that name is replaced; if not, closing the stream
   *     throws {@link org.apache.hadoop.fs.FileAlreadyExistsException} when there is one
   */
  @Override
  public CancellableFSDataOutputStream createAtomic(Path path, boolean overwriteIfPossible) {
    return files.createAtomic(path, overwriteIfPossible);
  }

  /** The content of a file; throws {@link java.io.FileNotFoundException} when there is none. */
  @Override
  public FSDataInputStream open(Path path) {
    return files.open(path);
  }

  /** Files and folders directly in a folder; none when there is no such folder. */
  @Override
  public FileStatus[] list(Path path, PathFilter filter) {
    return files.list(path, filter);
  }

  /** Does nothing in a store, where a folder is there as soon as something is in it. */
  @Override
  public void mkdirs(Path path) {
    files.mkdirs(path);
  }

  /** Whether there is a file of that name, or one in the folder of that name. */
  @Override
  public boolean exists(Path path) {
    return files.exists(path);
  }

  /** Deletes a file, or all files in a folder; not atomic. What is not there is passed over. */
  @Override
  public void delete(Path path) {
    files.delete(path);
  }

  /** Whether files lie on this machine alone; never so in a store. */
  @Override
  public boolean isLocal() {
    return files.isLocal();
  }

  /**
   * The checkpoint's path as it is used from then on. Tries out, once for each JVM and server, that
   * the store really refuses a second conditional put.
   *
   * @throws dev.cairn.store.StoreException when it does not
   */
  @Override
  public Path createCheckpointDirectory() {
    return files.createCheckpointDirectory();
  }

  /** Frees what the manager holds; the connection to a store is shared and stays. */
  @Override
  public void close() {
    files.close();
  }
}
