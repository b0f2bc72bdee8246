package dev.cairn;

import dev.cairn.codec.Codec;
import dev.cairn.internal.data.StateWriter;
import dev.cairn.internal.text.OneLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a checkpoint holds: named items, each with the codec that writes it, such as {@code
 * State.of("weights", Codecs.doubles(), weights).and("rng", Codecs.bytes(), rng)}. Each item can be
 * restored alone.
 *
 * <p>A state refers to the values and does not copy them. They are encoded while {@link
 * CheckpointManager#save} runs and are free to change when it has returned.
 */
public final class State {
  /** The most items of a state. */
  static final int MAX_ITEMS = 10_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final State EMPTY = new State(List.of());

  private final List<Item<?>> items;

  private State(List<Item<?>> items) {
    this.items = items;
  }

  /** A state without items: progress is all there is to save. */
  public static State empty() {
    return EMPTY;
  }

  /**
   * A state of one item.
   *
   * @param name 1 to 100 letters, digits, {@code .}, {@code _} and {@code -}, the first a letter or
   *     a digit
   * @throws InvalidRequestException when the name is not one
   */
  public static <T> State of(String name, Codec<T> codec, T value) {
    return EMPTY.and(name, codec, value);
  }

  /**
   * The same with one item more, under the rules of {@link #of}.
   *
   * @throws InvalidRequestException when the name is not one, or names an item already
   */
  public <T> State and(String name, Codec<T> codec, T value) {
    requireName(name);
    if (items.stream().anyMatch(item -> item.name().equals(name))) {
      throw new InvalidRequestException(
          "A state has one item '%s', not two: give them different names.".formatted(name));
    }
    if (items.size() == MAX_ITEMS) {
      throw new InvalidRequestException(
          "A state has at most %d items: put several values into one item.".formatted(MAX_ITEMS));
    }
    List<Item<?>> more = new ArrayList<>(items);
    more.add(new Item<>(name, codec, value));
    return new State(more);
  }

  /**
   * The same with an item of bytes that are made while they are saved, such as a file that does not
   * fit into memory; under the rules of {@link #of}. {@link Restored#bytes(String)} reads it, and
   * {@link dev.cairn.codec.Codecs#bytes} does where it fits.
   */
  public State and(String name, Streamed bytes) {
    return and(name, STREAMED, bytes);
  }

  /** Bytes that are made while they are saved: {@code out -> Files.copy(file, out)}. */
  @FunctionalInterface
  public interface Streamed {
    /**
     * Writes them all, in constant memory if they are many. It may be called more than once, and
     * the bytes are the same each time. The stream stays open.
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /** They are what {@code bytes} writes, so that is the name of the format. */
  private static final Codec<Streamed> STREAMED =
      new Codec<>() {
        private static final long serialVersionUID = 1;

        @Override
        public String name() {
          return "bytes";
        }

        @Override
        public void encode(Streamed value, OutputStream out) throws IOException {
          value.writeTo(out);
        }

        @Override
        public Streamed decode(InputStream in) throws IOException {
          byte[] bytes = in.readAllBytes();
          return out -> out.write(bytes);
        }
      };

  /** Refuses what cannot be the name of an item. */
  static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidRequestException(
          "'%s' cannot be the name of an item: use 1 to 100 letters, digits, '.', '_' and '-', the first a letter or a digit."
              .formatted(OneLine.of(name)));
    }
  }

  List<? extends StateWriter.Source> sources() {
    return items.stream().map(Source::new).toList();
  }

  private record Item<T>(String name, Codec<T> codec, T value) {
    void encode(OutputStream out) throws IOException {
      codec.encode(value, out);
    }
  }

  /** An item as the layer below sees it. */
  private record Source(Item<?> item) implements StateWriter.Source {
    @Override
    public String name() {
      return item.name();
    }

    @Override
    public String codec() {
      return item.codec().name();
    }

    @Override
    public void encode(OutputStream out) throws IOException {
      item.encode(out);
    }
  }
}
