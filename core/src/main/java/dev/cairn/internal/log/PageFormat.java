package dev.cairn.internal.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.cairn.DamagedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a page stands in its object: the rows of checkpoints as JSON, one to a line and by rising
 * version, compressed into one Zstandard frame. A row is written as it is in a manifest.
 */
public final class PageFormat {
  /** The most bytes that a page may claim to have; a damaged or hostile size is not believed. */
  static final int MAX_BYTES = 64 << 20;

  private static final int ZSTD_LEVEL = 3;
  private static final int BUFFER = 1 << 13;

  private PageFormat() {}

  /** How many bytes a row takes in a page; nearly as many as in a manifest. */
  public static int bytes(CheckpointRow row) {
    return line(row).length + 1;
  }

  /** The bytes of a page, not compressed. */
  public static byte[] raw(List<CheckpointRow> rows) {
    var lines = new ByteArrayOutputStream();
    for (CheckpointRow row : rows) {
      lines.writeBytes(line(row));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  /** What is stored of a page. */
  public static ByteBuffer compress(byte[] raw) {
    return ByteBuffer.wrap(Zstd.compress(raw, ZSTD_LEVEL));
  }

  /**
   * The rows of a page.
   *
   * @param what the page for messages
   * @throws DamagedException when the bytes are not those that {@code page} promises
   */
  static List<CheckpointRow> decode(byte[] stored, PageRow page, String what) {
    if (page.bytes() > MAX_BYTES) {
      throw new DamagedException(what, "no page has " + page.bytes() + " bytes");
    }
    requirePromised(stored, page, what);
    byte[] raw = new byte[page.bytes()];
    Zstd.decompressByteArray(raw, 0, raw.length, stored, 0, stored.length);
    List<CheckpointRow> rows = rows(raw, what);
    if (rows.size() != page.rows()
        || rows.get(0).version() != page.first()
        || rows.get(rows.size() - 1).version() != page.last()) {
      throw new DamagedException(what, "its rows are not those that the log lists");
    }
    return rows;
  }

  /** Looks through the bytes before there is an array of the size that they are said to have. */
  private static void requirePromised(byte[] stored, PageRow page, String what) {
    MessageDigest digest = Sha256.digest();
    byte[] some = new byte[BUFFER];
    int left = page.bytes();
    try (var in = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(stored))) {
      int count = in.read(some);
      for (; count >= 0 && count <= left; count = in.read(some)) {
        digest.update(some, 0, count);
        left -= count;
      }
      if (count >= 0) {
        left = -1;
      }
    } catch (IOException e) {
      throw new DamagedException(what, "it is not a Zstandard frame of its size");
    }
    if (left != 0 || !Sha256.hex(digest).equals(page.sha256())) {
      throw new DamagedException(what, "its SHA-256 does not match");
    }
  }

  private static List<CheckpointRow> rows(byte[] raw, String what) {
    List<CheckpointRow> rows = new ArrayList<>();
    long before = 0;
    int start = 0;
    try {
      for (int end = 0; end < raw.length; end++) {
        if (raw[end] == '\n') {
          @Nullable CheckpointRow row =
              EntryFormat.JSON.readValue(raw, start, end - start, CheckpointRow.class);
          if (row == null || row.version() <= before) {
            throw new DamagedException(what, "its rows are not in order");
          }
          before = row.version();
          rows.add(row);
          start = end + 1;
        }
      }
    } catch (IOException e) {
      throw new DamagedException(what, "a row cannot be read");
    }
    if (start != raw.length || rows.isEmpty()) {
      throw new DamagedException(what, "it does not end with a row");
    }
    return rows;
  }

  private static byte[] line(CheckpointRow row) {
    try {
      return EntryFormat.JSON.writeValueAsBytes(row);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row can always be written", e);
    }
  }
}
