package dev.cairn.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointEditor;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.DamagedException;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.Restored;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.ChunkRow.StoredObject;
import dev.cairn.internal.log.LogReader;
import dev.cairn.policy.Keep;
import dev.cairn.s3.testing.Fault;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.WriteCondition;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** What the log says of versions, compared with what the server says, and what it is good for. */
class S3VersionIdsTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final int LARGE = 12_000;

  private final S3TestServer server = S3TestServer.shared();
  private final S3Client client = server.client();
  private final URI uri = URI.create(server.newStore(S3VersionIdsTest.class));
  private final S3Location location = S3Location.of(uri);
  private final ObjectStore store = ObjectStores.open(uri.toString());

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void save_versionedBucket_recordsWhatTheServerCallsEachChunk() {
    versioning(BucketVersioningStatus.ENABLED);
    saveThree(Keep.all());
    List<StoredObject> objects = objects();
    assertThat(objects).hasSize(3);
    for (StoredObject object : objects) {
      String key = inBucket(object);
      assertThat(object.versionId())
          .isNotNull()
          .isEqualTo(
              client.headObject(head -> head.bucket(location.bucket()).key(key)).versionId());
      assertThat(versions(key).versions())
          .extracting(ObjectVersion::versionId)
          .containsExactly(object.versionId());
    }
  }

  @Test
  void save_bucketThatKeepsNoVersions_recordsNothing() {
    saveThree(Keep.all());
    assertThat(objects()).hasSize(3).extracting(StoredObject::versionId).containsOnlyNulls();
    assertThat(new String(newestEntry(), UTF_8)).contains("\"object\"").doesNotContain("versionId");
  }

  @Test
  void save_versioningSuspended_recordsNothing() {
    versioning(BucketVersioningStatus.ENABLED);
    versioning(BucketVersioningStatus.SUSPENDED);
    saveThree(Keep.all());
    assertThat(objects()).hasSize(3).extracting(StoredObject::versionId).containsOnlyNulls();
  }

  @Test
  void deleteMarkersBehindALog_confuseNobody() {
    versioning(BucketVersioningStatus.ENABLED);
    List<Checkpoint> saved = saveThree(Keep.last(1));
    // Retention has left markers, and somebody leaves more of them.
    assertThat(versions(location.inBucket(RANKER.prefix())).deleteMarkers()).isNotEmpty();
    LogReader log = new LogReader(store, RANKER);
    store.delete(
        List.of(log.key(1), log.key(saved.get(0).version()), log.key(saved.get(1).version())));
    assertThat(log.view().damage()).isEmpty();
    try (CheckpointManager manager = manager(Keep.last(1))) {
      assertThat(manager.epoch()).isEqualTo(saved.get(2).version() + 1);
      Restored restored = manager.restoreLatest().orElseThrow();
      assertThat(restored.progress().step()).isEqualTo(3);
      assertThat(restored.passedOver()).isEmpty();
      assertThat(save(manager, 4).version()).isEqualTo(manager.epoch() + 1);
    }
    CheckpointEditor.of(store, RANKER).pin(saved.get(2).version() + 2);
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      assertThat(reader.list()).extracting(each -> each.progress().step()).containsExactly(4L);
    }
  }

  @Test
  void putIfAbsent_onADeleteMarker_isWrittenAsAnotherVersion() {
    versioning(BucketVersioningStatus.ENABLED);
    ObjectKey key = new ObjectKey("a/b");
    Optional<String> first = create(key, "first");
    assertThat(store.put(key, bytes("second"), WriteCondition.IF_ABSENT))
        .isEqualTo(new PutOutcome.AlreadyExists());
    store.delete(List.of(key));
    Optional<String> second = create(key, "second");
    assertThat(first).isPresent();
    assertThat(second).isPresent().isNotEqualTo(first);
    assertThat(versions(location.inBucket(key)).versions())
        .extracting(ObjectVersion::versionId)
        .containsExactlyInAnyOrder(first.orElseThrow(), second.orElseThrow());
  }

  /** What may happen to an object by mistake. */
  private enum Mistake {
    DELETED,
    OVERWRITTEN
  }

  @ParameterizedTest
  @EnumSource
  void chunkGoneByMistake_isBroughtBackByTheVersionThatTheMessageNames(Mistake mistake) {
    versioning(BucketVersioningStatus.ENABLED);
    Checkpoint saved = saveThree(Keep.all()).get(2);
    StoredObject object = objects().get(2);
    String key = inBucket(object);
    switch (mistake) {
      case DELETED -> client.deleteObject(request -> request.bucket(location.bucket()).key(key));
      case OVERWRITTEN ->
          client.putObject(
              request -> request.bucket(location.bucket()).key(key),
              RequestBody.fromString("by mistake"));
    }
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      assertThatThrownBy(() -> reader.restore(saved.version()))
          .isInstanceOf(DamagedException.class)
          .hasMessageContaining(object.key())
          .hasMessageContaining("version " + object.versionId());
      byte[] whole =
          client
              .getObjectAsBytes(
                  request ->
                      request.bucket(location.bucket()).key(key).versionId(object.versionId()))
              .asByteArray();
      client.putObject(
          request -> request.bucket(location.bucket()).key(key), RequestBody.fromBytes(whole));
      assertThat(reader.restore(saved.version()).item("weights", Codecs.doubles()))
          .isEqualTo(weights(3));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "long"})
  void put_answerWithAVersionIdThatIsNone_isWrittenWithoutIt(String kind) {
    String id = kind.equals("long") ? "x".repeat(1025) : kind;
    try (S3Fixture s3 = new S3Fixture()) {
      Map<String, String> headers = Map.of("ETag", "\"e\"", "x-amz-version-id", id);
      s3.proxy().inject(2, new Fault.Answered(200, headers, ""));
      for (WriteCondition condition : WriteCondition.values()) {
        assertThat(s3.store().put(S3Fixture.key("a"), bytes("x"), condition))
            .isEqualTo(new PutOutcome.Written());
      }
      assertThat(s3.proxy().requests()).containsExactly("PUT", "PUT");
    }
  }

  private void versioning(BucketVersioningStatus status) {
    client.putBucketVersioning(
        request ->
            request
                .bucket(location.bucket())
                .versioningConfiguration(versioning -> versioning.status(status)));
  }

  private List<Checkpoint> saveThree(Keep keep) {
    try (CheckpointManager manager = manager(keep)) {
      return List.of(save(manager, 1), save(manager, 2), save(manager, 3));
    }
  }

  private CheckpointManager manager(Keep keep) {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .keep(keep)
        .grace(Duration.ZERO)
        .open();
  }

  private static Checkpoint save(CheckpointManager manager, long step) {
    return manager.save(Progress.at(step), State.of("weights", Codecs.doubles(), weights(step)));
  }

  private static double[] weights(long step) {
    return new Random(step).doubles(LARGE).toArray();
  }

  private List<StoredObject> objects() {
    return new LogReader(store, RANKER)
        .view()
        .index()
        .unsealed()
        .flatMap(CheckpointRow::objects)
        .toList();
  }

  private byte[] newestEntry() {
    LogReader log = new LogReader(store, RANKER);
    return store.get(log.key(log.view().entry().orElseThrow().manifest().version())).orElseThrow();
  }

  private String inBucket(StoredObject object) {
    return location.inBucket(RANKER.prefix().key(object.key()));
  }

  private ListObjectVersionsResponse versions(String prefix) {
    return client.listObjectVersions(request -> request.bucket(location.bucket()).prefix(prefix));
  }

  private Optional<String> create(ObjectKey key, String text) {
    PutOutcome outcome = store.put(key, bytes(text), WriteCondition.IF_ABSENT);
    assertThat(outcome).isInstanceOf(PutOutcome.Written.class);
    return ((PutOutcome.Written) outcome).versionId();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }
}
