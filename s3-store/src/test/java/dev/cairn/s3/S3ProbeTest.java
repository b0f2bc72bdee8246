package dev.cairn.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.s3.testing.Fault;
import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.ProbeCheck;
import dev.cairn.store.ProbeFinding;
import dev.cairn.store.ProbeFinding.Verdict;
import dev.cairn.store.ProbeReport;
import dev.cairn.store.StoreException;
import dev.cairn.store.counting.CountingStore;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** What the first open for writing finds out about a server. */
class S3ProbeTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");

  private final S3Fixture s3 = new S3Fixture();
  private final FaultyProxy proxy = s3.proxy();

  @AfterEach
  void close() {
    s3.close();
  }

  private static void open(ObjectStore store) {
    CheckpointManager.builder().store(store).process(RANKER).open().close();
  }

  /** What a server does that does not know the header, or that something strips it for. */
  private void ignoreTheCondition() {
    proxy.always(request -> new Fault.Stripped("if-none-match"));
  }

  private static Optional<Verdict> verdict(ProbeReport report, ProbeCheck check) {
    return report.findings().stream()
        .filter(finding -> finding.check() == check)
        .map(ProbeFinding::verdict)
        .findFirst();
  }

  @Test
  void openForWriting_serverIgnoresTheCondition_isRefusedEachTimeAndSaysWhatItDid() {
    ignoreTheCondition();
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> open(s3.store()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(s3.location().toString())
          .hasMessageContaining(proxy.endpoint().toString())
          .hasMessageContaining("If-None-Match: *")
          .hasMessageContaining("the object was replaced")
          .message()
          .doesNotContain("\n");
    }
    assertThat(proxy.sent()).noneMatch(request -> request.target().contains("/log/"));
    assertThat(CheckpointReader.processes(s3.store())).isEmpty();
  }

  @Test
  void openForWriting_manyAtOnceAndLater_probesOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Stream<S3Store> stores = Stream.generate(() -> s3.store(S3Options.USUAL)).limit(4)) {
      List<S3Store> opened = stores.toList();
      List<Future<?>> openings =
          opened.stream().<Future<?>>map(one -> threads.submit(one::verifyForWriting)).toList();
      for (Future<?> opening : openings) {
        opening.get();
      }
      opened.forEach(S3Store::close);
    } finally {
      threads.shutdownNow();
    }
    assertThat(proxy.sent())
        .hasSize(49)
        .allMatch(
            request -> request.target().contains("_probe") || request.target().contains("?delete"));

    CountingStore counting = new CountingStore(s3.store());
    open(counting);

    assertThat(counting.counts().total()).isEqualTo(3);
    assertThat(proxy.sent()).hasSize(49 + 3);
  }

  @Test
  void openForReading_serverIgnoresTheCondition_neitherProbesNorWrites() {
    ignoreTheCondition();
    try (CheckpointReader reader = CheckpointReader.open(s3.store(), RANKER)) {
      assertThat(reader.latest()).isEmpty();
    }
    assertThat(proxy.requests()).containsOnly("GET");
  }

  @Test
  void openForWriting_deleteIsDenied_isAllowed() {
    proxy.always(
        request ->
            request.method().equals("POST")
                ? Fault.Answered.error(403, "AccessDenied")
                : new Fault.None());
    open(s3.store());
    ProbeReport report = s3.store().probe();
    assertThat(report.safe()).isTrue();
    assertThat(verdict(report, ProbeCheck.DELETE)).contains(Verdict.UNKNOWN);
  }

  @Test
  void openForWriting_writingIsDenied_namesThePermission() {
    proxy.always(
        request ->
            request.method().equals("PUT")
                ? Fault.Answered.error(403, "AccessDenied")
                : new Fault.None());
    assertThatThrownBy(() -> open(s3.store()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("s3:PutObject")
        .hasMessageContaining("_probe/");
  }

  @Test
  void openForWriting_absentKeysAreDenied_saysThatListingIsMissing() {
    proxy.always(
        request ->
            request.target().endsWith("/absent")
                ? Fault.Answered.error(403, "AccessDenied")
                : new Fault.None());
    assertThatThrownBy(() -> open(s3.store()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("s3:ListBucket");
  }

  @Test
  void probe_testServer_isSafeAndLeavesNothing() {
    ProbeReport report = s3.store().probe();

    assertThat(report.safe()).isTrue();
    assertThat(report.findings())
        .extracting(ProbeFinding::check)
        .containsExactly(ProbeCheck.values());
    assertThat(report.findings()).extracting(ProbeFinding::verdict).doesNotContain(Verdict.BAD);
    assertThat(CheckpointReader.processes(s3.store())).isEmpty();
  }

  @Test
  void probe_serverStoresWhatDoesNotFitItsChecksum_isNoted() {
    proxy.always(
        request ->
            request.headers().containsKey("x-amz-checksum-crc32")
                    && request.target().contains("facts-")
                ? new Fault.Stripped("x-amz-checksum-crc32")
                : new Fault.None());
    assertThat(verdict(s3.store().probe(), ProbeCheck.UPLOAD_CHECKSUM)).contains(Verdict.NOTED);
  }

  @Test
  void probe_versionedBucket_isSafeAndNoted() {
    S3TestServer server = S3TestServer.shared();
    URI uri = URI.create(server.newStore(S3ProbeTest.class));
    server
        .client()
        .putBucketVersioning(
            request ->
                request
                    .bucket(uri.getHost())
                    .versioningConfiguration(
                        versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
    try (ObjectStore store = ObjectStores.open(uri.toString())) {
      ProbeReport report = store.probe();
      assertThat(report.safe()).isTrue();
      assertThat(verdict(report, ProbeCheck.VERSIONING)).contains(Verdict.NOTED);
    }
  }
}
