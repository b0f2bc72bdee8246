package dev.cairn.s3;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The places whose server was seen to keep what a log rests on, for the life of this JVM. One that
 * was not, is not remembered: it is tried again when it is opened again.
 */
final class SafeServers {
  /**
   * What a probe is good for: what holds for one prefix of a bucket holds for all.
   *
   * @param server that was asked
   * @param bucket in it
   * @param order in which it was said to list
   */
  record Place(String server, String bucket, ListingOrder order) {}

  /** Locks too, so that those who open a place at the same time probe it once. */
  private static final class Finding {
    private boolean safe;
  }

  private static final Map<Place, Finding> FINDINGS = new ConcurrentHashMap<>();

  private SafeServers() {}

  /** Runs a probe, which throws when the place is not safe, unless it was run before. */
  static void require(Place place, Runnable probe) {
    Finding finding = FINDINGS.computeIfAbsent(place, unknown -> new Finding());
    synchronized (finding) {
      if (!finding.safe) {
        probe.run();
        finding.safe = true;
      }
    }
  }
}
