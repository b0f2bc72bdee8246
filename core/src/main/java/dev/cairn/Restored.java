package dev.cairn;

import dev.cairn.codec.Codec;
import dev.cairn.codec.CodecException;
import dev.cairn.internal.data.StateReader;
import dev.cairn.internal.data.StateWriter;
import dev.cairn.internal.log.ItemRow;
import dev.cairn.internal.text.OneLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A checkpoint from which items can be taken. Its whole state was fetched and compared with the
 * log, unless only some items were asked for; then those were, and the others are when they are
 * taken.
 *
 * <p>Up to 64 MiB of the state are kept in memory. As long as nothing else needs the memory, up to
 * a quarter of the heap more are: of what was verified ahead, of what ranges were read of, and of
 * what repeats. What is not kept is fetched and verified again when an item is read. Used by one
 * thread at a time.
 */
public final class Restored {
  private final Checkpoint checkpoint;
  private final List<ItemRow> rows;
  private final StateReader reader;
  private final UnaryOperator<CairnException> explained;
  private final List<String> passedOver;

  /**
   * A restored state; {@code explained} tells what damage that is met later means, since the
   * checkpoint may have been collected by then.
   */
  Restored(
      Checkpoint checkpoint,
      List<ItemRow> rows,
      StateReader reader,
      UnaryOperator<CairnException> explained,
      List<String> passedOver) {
    this.checkpoint = checkpoint;
    this.rows = rows;
    this.reader = reader;
    this.explained = explained;
    this.passedOver = List.copyOf(passedOver);
  }

  /** Which checkpoint it is. */
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /** How far the process was. */
  public Progress progress() {
    return checkpoint.progress();
  }

  /**
   * What would have been restored instead and was passed over because it is damaged, one sentence
   * each, the newest first. Empty when this is what was asked for. A manager records it with the
   * next checkpoint, see {@link Checkpoint#fallback}.
   */
  public List<String> passedOver() {
    return passedOver;
  }

  /**
   * The value of an item.
   *
   * @throws CheckpointNotFoundException when the checkpoint has no such item; or when the item is
   *     larger than what is kept in memory, and the checkpoint was collected since
   * @throws InvalidRequestException when the item was written by another codec
   * @throws DamagedException when the item is larger than what is kept in memory, and was damaged
   *     since it was verified
   */
  public <T> T item(String name, Codec<T> codec) {
    ItemRow row = row(name);
    if (!row.codec().equals(codec.name())) {
      throw new InvalidRequestException(
          "The item '%s' of %s was written by the codec %s and cannot be read by %s. Read it with %s."
              .formatted(name, checkpoint, row.codec(), codec.name(), row.codec()));
    }
    try (InputStream in = open(row)) {
      return codec.decode(in);
    } catch (CodecException e) {
      throw undecodable(name, codec, e.why());
    } catch (IOException e) {
      throw undecodable(name, codec, String.valueOf(e.getMessage()));
    }
  }

  private InvalidRequestException undecodable(String name, Codec<?> codec, String why) {
    return new InvalidRequestException(
        "The item '%s' of %s cannot be decoded by the codec %s: %s. Its bytes are those that were saved; read it with what wrote it."
            .formatted(name, checkpoint, codec.name(), why));
  }

  /**
   * The bytes of an item as its codec wrote them, whatever the codec. Close the stream. Once it has
   * thrown it does so at every read; then open the item again.
   *
   * @throws CheckpointNotFoundException when the checkpoint has no such item
   */
  public InputStream bytes(String name) {
    return open(row(name));
  }

  /**
   * Some bytes of an item as its codec wrote them. Of what is not in memory only the chunks that
   * they are in are fetched, 4 to 16 MiB each, and verified. Close the stream.
   *
   * @param offset of the first byte, from 0
   * @param length how many are wanted; the stream ends with the item if that has fewer
   * @throws CheckpointNotFoundException when the checkpoint has no such item
   * @throws InvalidRequestException when a number is negative, or the item ends before the offset
   */
  public InputStream bytes(String name, long offset, long length) {
    ItemRow row = row(name);
    if (offset < 0 || length < 0 || offset > row.bytes()) {
      throw new InvalidRequestException(
          "The item '%s' of %s has %d bytes; %d of them from %d cannot be read. Give an offset in the item."
              .formatted(name, checkpoint, row.bytes(), length, offset));
    }
    return new ItemStream(reader.open(row, offset, Math.min(length, row.bytes() - offset)));
  }

  private InputStream open(ItemRow row) {
    return new ItemStream(reader.open(row));
  }

  private final class ItemStream extends InputStream {
    private final InputStream verified;

    ItemStream(InputStream verified) {
      this.verified = verified;
    }

    @Override
    public void close() throws IOException {
      verified.close();
    }

    @Override
    public int read() throws IOException {
      try {
        return verified.read();
      } catch (DamagedException e) {
        throw explained.apply(e);
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return verified.read(target, offset, length);
      } catch (DamagedException e) {
        throw explained.apply(e);
      }
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
      try {
        return verified.transferTo(out);
      } catch (DamagedException e) {
        throw explained.apply(e);
      }
    }
  }

  /** The items as they are, to be saved again. */
  List<? extends StateWriter.Source> sources() {
    return rows.stream().map(Source::new).toList();
  }

  private final class Source implements StateWriter.Source {
    private final ItemRow row;

    Source(ItemRow row) {
      this.row = row;
    }

    @Override
    public String name() {
      return row.name();
    }

    @Override
    public String codec() {
      return row.codec();
    }

    @Override
    public void encode(OutputStream out) throws IOException {
      try (InputStream in = Restored.this.open(row)) {
        in.transferTo(out);
      }
    }
  }

  private ItemRow row(String name) {
    return rows.stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CheckpointNotFoundException(
                    "%s has no item '%s'. It has %s."
                        .formatted(
                            checkpoint,
                            OneLine.of(name),
                            rows.stream().map(ItemRow::name).toList())));
  }
}
