package dev.cairn.store;

import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link StoreProbe} found.
 *
 * @param store that was probed, as messages name it
 * @param folder that the probe wrote to; empty again, unless a finding says otherwise
 * @param findings in the order of the checks
 */
public record ProbeReport(String store, KeyPrefix folder, List<ProbeFinding> findings) {
  /** Copies the findings. */
  public ProbeReport {
    findings = List.copyOf(findings);
  }

  /** Whether checkpoints may be written to the store. */
  public boolean safe() {
    return findings.stream().noneMatch(ProbeReport::bad);
  }

  /**
   * Does nothing when the store is safe.
   *
   * @throws StoreException when it is not; the message says what it did
   */
  public void requireSafe() {
    findings.stream()
        .filter(ProbeReport::bad)
        .findFirst()
        .ifPresent(
            finding -> {
              if (finding.verdict() == ProbeFinding.Verdict.REFUSED) {
                throw new StoreException(
                    "Cannot write checkpoints to %s: %s.".formatted(store, finding.detail()));
              }
              throw new StoreException(
                  "Cannot write checkpoints to %s: it does not pass the check '%s': %s. %s."
                      .formatted(
                          store, finding.check(), finding.detail(), finding.check().remedy()));
            });
  }

  /** The same report with more findings. */
  public ProbeReport with(List<ProbeFinding> more) {
    List<ProbeFinding> all = new ArrayList<>(findings);
    all.addAll(more);
    return new ProbeReport(store, folder, all);
  }

  private static boolean bad(ProbeFinding finding) {
    return finding.verdict() == ProbeFinding.Verdict.BAD
        || finding.verdict() == ProbeFinding.Verdict.REFUSED;
  }
}
