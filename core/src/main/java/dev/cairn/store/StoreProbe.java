package dev.cairn.store;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds out by trying whether a store keeps the promises that checkpoints rest on, instead of
 * believing what it calls itself: some servers of the S3 protocol take {@code If-None-Match} and
 * pay no heed to it.
 *
 * <p>It writes a few small objects to a new folder below {@link #FOLDER}, which is no process's,
 * reads, lists and deletes them: {@value #REQUESTS}. Where deleting is not allowed they stay, and
 * the report says so.
 *
 * <p>Passing proves that the store refuses what it was seen to refuse. A race that a server decides
 * wrongly once in a thousand times is not found.
 */
public final class StoreProbe {
  /**
   * Where probes write. No process can have this type, since types begin with a letter or digit.
   */
  public static final KeyPrefix FOLDER = KeyPrefix.ROOT.folder("_probe");

  static final String REQUESTS = "35 PUT, 9 GET, 1 HEAD, 3 LIST and 1 DELETE";

  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  private StoreProbe() {}

  /**
   * Probes a store now, whatever was found before. Nothing that was in the store is touched.
   *
   * @throws StoreUnavailableException when the store did not answer in several tries, which says
   *     nothing about it
   */
  public static ProbeReport run(ObjectStore store) {
    long pause = FIRST_PAUSE.toNanos();
    for (int attempt = 1; ; attempt++) {
      KeyPrefix folder = FOLDER.folder(UUID.randomUUID().toString());
      try {
        List<ProbeFinding> findings = new ProbeRun(store, folder).findings();
        return new ProbeReport(store.toString(), folder, findings);
      } catch (StoreUnavailableException e) {
        if (attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(pause);
        pause *= 2;
      }
    }
  }
}
