package dev.cairn.internal.log.explore;

import dev.cairn.internal.log.Contexts;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.Marks;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All contents of entries that have come up. */
final class Contents {
  private final Map<ByteBuffer, Content> byBytes = new HashMap<>();
  private final List<Content> byNumber = new ArrayList<>();
  private final List<String> marks = new ArrayList<>();

  /** The content of an entry that is put to {@code key}. */
  Content of(ObjectKey key, ByteBuffer bytes) {
    Content known = byBytes.get(bytes);
    if (known != null) {
      return known;
    }
    ByteBuffer copy =
        ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip().asReadOnlyBuffer();
    Manifest manifest = read(key, copy);
    List<String> present = Marks.in(manifest.index());
    long once = 0;
    long twice = 0;
    for (String mark : present) {
      twice |= once & bit(mark);
      once |= bit(mark);
    }
    var content = new Content(byNumber.size(), copy, manifest, once, twice);
    byBytes.put(copy, content);
    byNumber.add(content);
    return content;
  }

  Content number(int number) {
    return byNumber.get(number);
  }

  int size() {
    return byNumber.size();
  }

  /** A bit that stands for a mark. */
  long bit(String mark) {
    int place = marks.indexOf(mark);
    if (place < 0) {
      place = marks.size();
      marks.add(mark);
    }
    if (place >= Long.SIZE) {
      throw new IllegalStateException("there are more marks than bits");
    }
    return 1L << place;
  }

  /** The marks that some bits stand for. */
  List<String> names(long bits) {
    return marks.stream().filter(mark -> (bit(mark) & bits) != 0).toList();
  }

  private static Manifest read(ObjectKey key, ByteBuffer bytes) {
    var store = new MemoryStore();
    store.put(key, bytes, WriteCondition.IF_ABSENT);
    var reader = new LogReader(store, Contexts.PROCESS);
    return reader.view().entry().orElseThrow().manifest();
  }
}
