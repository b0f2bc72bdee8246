package dev.cairn.benchmarks.conformance;

import java.util.List;
import java.util.Locale;

/**
 * What a server did.
 *
 * @param server its name
 * @param probes that were run
 * @param safeProbes those that found it safe
 * @param findings of the probes that are not good, each once
 * @param passed number of tests
 * @param failures the tests that failed, and why
 */
record Conformance(
    String server,
    int probes,
    int safeProbes,
    List<String> findings,
    long passed,
    List<TestRun.Failure> failures) {
  /** The tests that a server is put to. */
  static final List<String> TESTS =
      List.of(
          "dev.cairn.s3.S3StoreContractTest",
          "dev.cairn.s3.S3PrefixContractTest",
          "dev.cairn.s3.S3ManagerTest",
          "dev.cairn.s3.RacingWritersTest");

  Conformance {
    findings = List.copyOf(findings);
    failures = List.copyOf(failures);
  }

  /** The same for people, as a row of a table of Markdown and a list of what failed. */
  String table() {
    StringBuilder text = new StringBuilder();
    text.append("| server | probes that found it safe | tests passed |\n|---|---|---|\n");
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %d of %d | %d of %d |%n",
            server,
            safeProbes,
            probes,
            passed,
            passed + failures.size()));
    findings.forEach(each -> text.append("\n- probe: ").append(each));
    failures.forEach(
        each -> text.append("\n- ").append(each.test()).append(": ").append(each.why()));
    return text.append('\n').toString();
  }
}
