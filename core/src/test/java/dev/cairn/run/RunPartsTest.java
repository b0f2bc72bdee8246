package dev.cairn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.cairn.InvalidRequestException;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunPartsTest {
  private static final KeyPrefix PREFIX = new KeyPrefix("backtest/sweep/runs/0123-7/");
  private static final long UNITS = 1_000_000;

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore faulty = new FaultyStore(memory);
  private final CountingStore store = new CountingStore(faulty);
  private final RunParts parts = new RunParts(store, PREFIX, UNITS);
  private RequestCounts before = RequestCounts.NONE;

  @BeforeEach
  void remember() {
    before = store.counts();
  }

  private Map<RequestKind, Long> requests() {
    return store.counts().minus(before).requests();
  }

  private void put(String name) {
    memory.put(PREFIX.key(name), ByteBuffer.allocate(1), WriteCondition.ALWAYS);
  }

  private PartName putPart(long first, long last, int attempt) {
    PartName name = Parts.name(first, last, "t" + attempt);
    put(name.format());
    return name;
  }

  @Test
  void write_part_isOnePutAndNoOtherRequest() {
    PartName part = parts.write(new UnitInterval(5, 6), "a1", List.of(new byte[3], new byte[0]));
    assertThat(requests()).isEqualTo(Map.of(RequestKind.PUT, 1L));
    assertThat(part.units()).isEqualTo(new UnitInterval(5, 6));
    assertThat(part.attempt()).isEqualTo("a1");
    assertThat(parts.list().parts()).containsExactly(part);
  }

  @Test
  void write_twice_changesNothing() {
    List<byte[]> results = List.of(new byte[3]);
    PartName one = parts.write(new UnitInterval(5, 5), "a", results);
    assertThat(parts.write(new UnitInterval(5, 5), "a", results)).isEqualTo(one);
    assertThat(parts.list().parts()).containsExactly(one);
  }

  @Test
  void write_sameResultsByOtherAttempts_differsOnlyInTheAttempt() {
    List<byte[]> results = List.of(new byte[300]);
    PartName one = parts.write(new UnitInterval(5, 5), "a", results);
    PartName two = parts.write(new UnitInterval(5, 5), "b", results);
    assertThat(two.sha256()).isEqualTo(one.sha256());
    assertThat(parts.list().conflicts()).isEmpty();
    assertThat(memory.get(PREFIX.key(one.format())).orElseThrow())
        .isEqualTo(memory.get(PREFIX.key(two.format())).orElseThrow());
  }

  @Test
  void write_whatMakesNoSense_isRefusedBeforeAnyRequest() {
    List<byte[]> two = List.of(new byte[0], new byte[0]);
    for (Runnable wrong :
        List.<Runnable>of(
            () -> parts.write(new UnitInterval(UNITS - 1, UNITS), "a", two),
            () -> parts.write(new UnitInterval(0, 2), "a", two),
            () -> parts.write(new UnitInterval(0, 1), "A", two),
            () -> parts.write(new UnitInterval(0, 1), "", two))) {
      assertThatThrownBy(wrong::run).isInstanceOf(InvalidRequestException.class);
    }
    assertThatThrownBy(() -> new RunParts(store, PREFIX, 0))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(requests()).isEmpty();
  }

  @Test
  void write_answerLost_writtenAgainIsOnePart() {
    faulty.inject(RequestMatch.next(RequestKind.PUT), Fault.lostAnswer());
    List<byte[]> results = List.of(new byte[] {4});
    assertThatThrownBy(() -> parts.write(new UnitInterval(1, 1), "a", results))
        .isInstanceOf(StoreUnavailableException.class);
    PartName part = parts.write(new UnitInterval(1, 1), "a", results);
    assertThat(parts.list().parts()).containsExactly(part);
    assertThat(parts.read(part)).containsExactly(new byte[] {4});
  }

  @Test
  void write_thatLandsAfterItsUnitsWereComputedAnew_isHarmless() {
    faulty.inject(RequestMatch.next(RequestKind.PUT), Fault.late());
    List<byte[]> results = List.of(new byte[] {4}, new byte[] {5});
    assertThatThrownBy(() -> parts.write(new UnitInterval(0, 1), "a", results))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(parts.list().missing().size()).isEqualTo(UNITS);
    PartName anew = parts.write(new UnitInterval(0, 0), "b", results.subList(0, 1));
    faulty.landLate();
    PartListing listing = parts.list();
    assertThat(listing.parts()).hasSize(2);
    assertThat(listing.conflicts()).isEmpty();
    assertThat(listing.done()).hasToString("[0-1]");
    assertThat(listing.cover().slices()).hasSize(1).noneMatch(s -> s.part().equals(anew));
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,1", "999,1", "1000,1", "1001,2", "2000,2", "2001,3", "10000,10"})
  void list_parts_isOneRequestForEachThousandAndNoGet(int count, long requests) {
    List<PartName> written = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      written.add(putPart(100L * i, 100L * i + 99, i));
    }
    remember();
    PartListing listing = parts.list();
    assertThat(requests()).isEqualTo(Map.of(RequestKind.LIST, requests));
    assertThat(listing.parts()).isEqualTo(written);
    assertThat(listing.done()).isEqualTo(IntervalSet.all(100L * count));
    assertThat(listing.missing().size()).isEqualTo(UNITS - 100L * count);
    assertThat(listing.foreign()).isZero();
  }

  @Test
  void list_otherObjects_areCountedAndLeftAlone() {
    PartName part = putPart(0, 9, 1);
    put("notes.txt");
    put("folder/" + Parts.name(10, 19, "a").format());
    put(Parts.name(10, 19, "a").format() + ".tmp");
    putPart(UNITS - 1, UNITS, 1); // of a run with more units
    memory.put(
        new KeyPrefix("backtest/sweep/runs/0123-70/").key(Parts.name(20, 29, "a").format()),
        ByteBuffer.allocate(1),
        WriteCondition.ALWAYS);
    PartListing listing = parts.list();
    assertThat(listing.parts()).containsExactly(part);
    assertThat(listing.foreign()).isEqualTo(4);
    assertThat(listing.done()).hasToString("[0-9]");
  }

  @Test
  void list_storeDoesNotAnswerOnePage_isNotTakenForTheEnd() {
    IntStream.range(0, 1_500).forEach(i -> putPart(i, i, i));
    faulty.inject(RequestMatch.next(RequestKind.LIST).skipping(1), Fault.lostAnswer());
    assertThatThrownBy(parts::list).isInstanceOf(StoreUnavailableException.class);
    assertThat(parts.list().parts()).hasSize(1_500);
  }

  @Test
  void plan_manyPartsOfManyUnits_takesMemoryForPartsAlone() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long units = 10_000_000_000L;
    var random = new Random(3);
    List<PartName> names = new ArrayList<>();
    for (long first = 0; first < units; first += 1_000_000) {
      long gap = random.nextInt(1_000);
      names.add(Parts.name(first + gap, first + 999_999 + random.nextInt(1_000) / 999, "a"));
    }
    long start = threads.getCurrentThreadAllocatedBytes();
    var listing = new PartListing(units, names.subList(0, 9_999), 0);
    IntervalSet missing = listing.missing();
    List<UnitInterval> tasks = missing.split(100_000);
    Cover cover = listing.cover();
    long allocated = threads.getCurrentThreadAllocatedBytes() - start;
    assertThat(missing.size() + cover.units().size()).isEqualTo(units);
    assertThat(tasks.size()).isBetween(5_000, 15_000);
    assertThat(cover.slices().size()).isEqualTo(9_999);
    assertThat(allocated).as("bytes").isLessThan(10_000 * 1_000);
  }

  @Test
  void read_part_isOneGetOfAllResults() {
    List<byte[]> results = Parts.randomResults(new Random(9), 20);
    PartName part = parts.write(new UnitInterval(40, 59), "a", results);
    remember();
    List<byte[]> read = parts.read(part);
    assertThat(requests()).isEqualTo(Map.of(RequestKind.GET, 1L));
    for (int i = 0; i < 20; i++) {
      assertThat(read.get(i)).isEqualTo(results.get(i));
    }
  }

  @Test
  void read_slice_isItsUnitsAlone() {
    List<byte[]> results = Parts.randomResults(new Random(9), 20);
    PartName part = parts.write(new UnitInterval(40, 59), "a", results);
    remember();
    List<byte[]> read = parts.read(new PartSlice(part, new UnitInterval(43, 45)));
    assertThat(requests()).isEqualTo(Map.of(RequestKind.GET, 1L));
    assertThat(read).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(read.get(i)).isEqualTo(results.get(3 + i));
    }
  }

  @Test
  void read_storeDoesNotAnswer_isNotDamage() {
    PartName part = parts.write(new UnitInterval(0, 0), "a", List.of(new byte[1]));
    faulty.inject(RequestMatch.next(RequestKind.GET), Fault.lostAnswer());
    assertThatThrownBy(() -> parts.read(part)).isInstanceOf(StoreUnavailableException.class);
    assertThat(parts.read(part)).hasSize(1);
  }

  @Test
  void discard_parts_isOneRequestForEachThousandAndTheirUnitsAreMissing() {
    List<PartName> names = new ArrayList<>();
    IntStream.range(0, 1_001).forEach(i -> names.add(putPart(i, i, i)));
    PartName other = putPart(3, 5, 9_999);
    remember();
    parts.discard(names);
    assertThat(requests()).isEqualTo(Map.of(RequestKind.DELETE, 2L));
    parts.discard(names);
    assertThat(parts.list().parts()).containsExactly(other);
    remember();
    parts.discard(List.of());
    assertThat(requests()).isEmpty();
  }
}
