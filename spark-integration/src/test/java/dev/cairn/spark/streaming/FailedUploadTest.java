package dev.cairn.spark.streaming;

import static dev.cairn.store.RequestKind.DELETE;
import static dev.cairn.store.RequestKind.GET;
import static dev.cairn.store.RequestKind.HEAD;
import static dev.cairn.store.RequestKind.LIST;
import static dev.cairn.store.RequestKind.PUT;
import static dev.cairn.store.RequestKind.PUT_IF_ABSENT;
import static dev.cairn.store.faults.RequestMatch.next;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.InvalidRequestException;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.memory.MemoryStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads without an answer, and what they are taken for; and what everything costs. */
class FailedUploadTest {
  private static final Path ROOT = new Path("cairn:/query");
  private static final Path ENTRY = new Path(ROOT, "offsets/4");

  private final MemoryStore memory = new MemoryStore();
  private final CountingStore counted = new CountingStore(memory);
  private final FaultyStore store = new FaultyStore(counted);
  private final CairnCheckpointFileManager files =
      new CairnCheckpointFileManager(ROOT, settings("30s"));

  private Configuration settings(String patience) {
    var settings = new Configuration(false);
    settings.set(CheckpointLocation.STORE, InjectedStores.uri(store));
    settings.set(CheckpointLocation.PATIENCE, patience);
    return settings;
  }

  private static void write(CairnCheckpointFileManager to, boolean overwrite) throws IOException {
    var out = to.createAtomic(ENTRY, overwrite);
    out.write("mine".getBytes(UTF_8));
    out.close();
  }

  private String stored() {
    return memory.get(new ObjectKey("query/offsets/4")).map(b -> new String(b, UTF_8)).orElse("");
  }

  private void putOther() {
    memory.put(
        new ObjectKey("query/offsets/4"),
        ByteBuffer.wrap("other".getBytes(UTF_8)),
        WriteCondition.ALWAYS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void close_answersAndRequestsAreLost_isStoredOnceAndSucceeds(boolean overwrite)
      throws IOException {
    RequestKind put = overwrite ? PUT : PUT_IF_ABSENT;
    store.inject(next(put), Fault.lostRequest());
    store.inject(next(put), Fault.lostAnswer());
    store.inject(next(put), Fault.lostRequest());
    write(files, overwrite);
    assertThat(stored()).isEqualTo("mine");
  }

  @Test
  void close_answerIsLostAndTheLookAtItToo_succeeds() throws IOException {
    store.inject(next(PUT_IF_ABSENT), Fault.lostAnswer());
    store.inject(next(GET), Fault.lostAnswer());
    write(files, false);
    assertThat(stored()).isEqualTo("mine");
  }

  @Test
  void close_requestIsLostAndAnotherQueryWasFaster_throws() {
    store.inject(next(PUT_IF_ABSENT), Fault.lostRequest());
    store.after(next(PUT_IF_ABSENT), this::putOther);
    assertThatThrownBy(() -> write(files, false)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(stored()).isEqualTo("other");
  }

  @Test
  void close_otherQueryWinsInTheLastMoment_throws() {
    store.before(next(PUT_IF_ABSENT), this::putOther);
    assertThatThrownBy(() -> write(files, false)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(stored()).isEqualTo("other");
  }

  @Test
  void close_othersGoOnWhileItWrites_throws() {
    store.after(
        next(PUT_IF_ABSENT),
        () ->
            memory.put(
                new ObjectKey("query/offsets/5"), ByteBuffer.allocate(1), WriteCondition.ALWAYS));
    assertThatThrownBy(() -> write(files, false))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("5 is newer");
  }

  @Test
  void close_refused_throwsAtOnceAndNothingIsThere() {
    store.inject(next(PUT_IF_ABSENT).everyTime(), Fault.refused());
    assertThatThrownBy(() -> write(files, false))
        .isInstanceOf(IOException.class)
        .hasCauseInstanceOf(StoreException.class)
        .hasMessageContaining("query/offsets/4 was not stored");
    assertThat(files.exists(ENTRY)).isFalse();
    assertThat(store.history()).filteredOn(line -> line.contains("put")).hasSize(1);
  }

  @Test
  void close_patienceRunsOut_throwsAndIsNotTakenForStored() {
    var impatient = new CairnCheckpointFileManager(ROOT, settings("1ms"));
    store.inject(next(PUT_IF_ABSENT).everyTime(), Fault.lostRequest());
    assertThatThrownBy(() -> write(impatient, false))
        .isInstanceOf(IOException.class)
        .hasCauseInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("is not taken for stored");
    store.heal();
    assertThat(impatient.exists(ENTRY)).isFalse();
  }

  @Test
  void close_interrupted_throwsAsSparkKnowsIt() {
    store.inject(next(PUT_IF_ABSENT).everyTime(), Fault.lostRequest());
    store.before(next(PUT_IF_ABSENT).skipping(2), () -> Thread.currentThread().interrupt());
    assertThatThrownBy(() -> write(files, false)).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void open_interrupted_throwsAsSparkKnowsIt() {
    store.before(next(GET), () -> Thread.currentThread().interrupt());
    store.inject(next(GET), Fault.lostAnswer());
    assertThatThrownBy(() -> files.open(ENTRY)).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void open_noAnswer_throwsAndDoesNotSayThatThereIsNoFile() {
    store.inject(next(GET), Fault.lostAnswer());
    assertThatThrownBy(() -> files.open(ENTRY)).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void list_moreThanAPage_isComplete() throws IOException {
    for (int i = 0; i < 1001; i++) {
      files.createAtomic(new Path(ROOT, "sources/0/f" + i), true).close();
    }
    assertThat(files.list(new Path(ROOT, "sources/0"))).hasSize(1001);
    assertThat(files.list(new Path(ROOT, "sources"))).hasSize(1);
    files.delete(new Path(ROOT, "sources"));
    assertThat(files.exists(new Path(ROOT, "sources"))).isFalse();
  }

  @Test
  void requests_areFewAndKnown() throws IOException {
    write(files, false);
    assertThat(counted.counts().requests())
        .containsExactlyInAnyOrderEntriesOf(Map.of(PUT_IF_ABSENT, 1L, LIST, 1L));
    files.open(ENTRY).close();
    files.exists(ENTRY);
    files.list(new Path(ROOT, "offsets"));
    write(files, true);
    files.exists(new Path(ROOT, "offsets/5"));
    files.delete(ENTRY);
    assertThat(counted.counts().requests())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(PUT_IF_ABSENT, 1L, LIST, 4L, GET, 1L, HEAD, 2L, PUT, 1L, DELETE, 1L));
  }

  @Test
  void create_storeIsNotNamedOrPathIsNoName_saysWhatToDo() {
    assertThatThrownBy(() -> new CairnCheckpointFileManager(ROOT, new Configuration(false)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining(CheckpointLocation.STORE + "=s3://bucket/prefix");
    assertThatThrownBy(
            () -> new CairnCheckpointFileManager(new Path("cairn://host/x"), settings("1s")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("cairn:/prefix");
    assertThatThrownBy(
            () -> new CairnCheckpointFileManager(new Path("s3://bucket/a query"), settings("1s")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("a query");
  }

  @Test
  void create_fileSystem_isLeftToSpark() throws IOException {
    java.nio.file.Path folder = java.nio.file.Files.createTempDirectory("stock");
    var path = new Path(folder.toUri());
    var stock = new CairnCheckpointFileManager(path, new Configuration());
    assertThat(stock.createCheckpointDirectory()).isEqualTo(path);
    stock.createAtomic(new Path(path, "x"), false).close();
    assertThat(folder.resolve("x")).exists();
    stock.delete(path);
    assertThat(folder).doesNotExist();
  }
}
