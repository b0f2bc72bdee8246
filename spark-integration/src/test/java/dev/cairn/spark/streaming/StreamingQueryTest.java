package dev.cairn.spark.streaming;

import static dev.cairn.store.RequestKind.PUT;
import static dev.cairn.store.RequestKind.PUT_IF_ABSENT;
import static dev.cairn.store.faults.RequestMatch.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.spark.SparkForTests;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.RequestKind;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real queries of a local Spark whose store is made to fail. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class StreamingQueryTest {
  private static final String CHECKPOINT = "cairn:/volumes";
  private static final int FILES = 6;

  @TempDir private Path folder;

  private final MemoryStore memory = new MemoryStore();
  private final CountingStore counted = new CountingStore(memory);
  private final FaultyStore store = new FaultyStore(counted);
  private StreamScene scene;
  private SparkSession session;

  @BeforeEach
  void create() throws IOException {
    scene = new StreamScene(folder);
    scene.createInput(FILES, new Random(7));
    session =
        StreamScene.session(
            SparkForTests.configuration(2),
            Map.of(CheckpointLocation.STORE, InjectedStores.uri(store)));
  }

  @AfterEach
  void stop() {
    session.stop();
  }

  private void finish() throws Exception {
    StreamingQuery query = scene.start(session, CHECKPOINT);
    query.awaitTermination();
  }

  private List<String> keys(String folder) {
    return memory
        .list(ListRequest.objects(new KeyPrefix("volumes/" + folder + "/")))
        .objects()
        .stream()
        .map(object -> object.key().name())
        .toList();
  }

  @Test
  void query_runsToItsEnd_putsOutWhatIsExpectedAndKeepsItsCheckpointInTheStore() throws Exception {
    finish();
    assertThat(scene.received()).isEqualTo(scene.expected());
    assertThat(keys("offsets")).contains("5");
    assertThat(keys("commits")).contains("5");
    assertThat(keys("state/0/0")).contains("6.delta");
    assertThat(memory.get(new ObjectKey("volumes/metadata"))).isPresent();
    assertThat(counted.counts().total()).as(counted.counts().toString()).isLessThan(200);
    finish(); // with nothing left to do
    assertThat(scene.received()).isEqualTo(scene.expected());
  }

  /** The upload of each kind of file that a batch writes fails for good, as when access is lost. */
  @ParameterizedTest
  @CsvSource({
    "PUT_IF_ABSENT, volumes/offsets/3, 3",
    "PUT_IF_ABSENT, volumes/commits/3, 4",
    "PUT, volumes/state/0/1/4.delta, 3",
    "PUT_IF_ABSENT, volumes/sources/0/3, 3"
  })
  void query_uploadFails_batchFailsAndTheRestartGoesOn(RequestKind put, String key, int received)
      throws Exception {
    store.inject(next(put).keyStarting(key).everyTime(), Fault.refused());
    assertThatThrownBy(this::finish)
        .isInstanceOf(StreamingQueryException.class)
        .hasStackTraceContaining("was not stored");
    assertThat(scene.receivedBatches()).isEqualTo(received);
    assertThat(keys("commits")).doesNotContain("3");

    store.heal();
    finish();
    scene.verifyExactlyOnce();
  }

  @Test
  void query_answersAreLost_goesOnAsIfNothingWere() throws Exception {
    store.inject(next(PUT_IF_ABSENT).keyStarting("volumes/offsets/2"), Fault.lostAnswer());
    store.inject(next(PUT_IF_ABSENT).keyStarting("volumes/commits/2"), Fault.lostRequest());
    store.inject(next(PUT_IF_ABSENT).keyStarting("volumes/commits/3"), Fault.lostAnswer());
    store.inject(next(PUT).keyContaining("4.delta"), Fault.lostAnswer());
    finish();
    assertThat(scene.received()).isEqualTo(scene.expected());
  }

  @Test
  void query_anotherOneTakesItsBatch_failsAndSaysWhy() throws Exception {
    for (String log : List.of("offsets", "commits")) {
      String key = "volumes/" + log + "/" + (log.equals("offsets") ? 2 : 3);
      store.before(
          next(PUT_IF_ABSENT).keyStarting(key),
          () ->
              memory.put(
                  new ObjectKey(key),
                  ByteBuffer.wrap(new byte[] {'v', '1'}),
                  WriteCondition.ALWAYS));
      assertThatThrownBy(this::finish)
          .isInstanceOf(StreamingQueryException.class)
          .hasStackTraceContaining(
              "Multiple streaming queries are concurrently using " + CHECKPOINT + "/" + log)
          .hasStackTraceContaining("another query writes to this checkpoint");
      memory.delete(List.of(new ObjectKey(key)));
    }
    store.heal();
    finish();
    scene.verifyExactlyOnce();
  }
}
