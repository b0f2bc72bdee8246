package dev.cairn.s3;

import dev.cairn.store.ByteRange;
import dev.cairn.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Reads the body of an answer, and sees that it is whole. */
final class Download {
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");

  private Download() {}

  /**
   * The whole body.
   *
   * @throws StoreException when it does not fit in an array
   * @throws RetryableException when the connection broke or the body ended early
   */
  static byte[] whole(GetObjectResponse response, InputStream body) {
    @Nullable Long length = response.contentLength();
    if (length != null && length > MAX_ARRAY) {
      throw new StoreException(
          "An object of %,d bytes does not fit in memory at once. Read it by ranges of at most %,d bytes."
              .formatted(length, MAX_ARRAY));
    }
    try {
      if (length == null) {
        return body.readAllBytes();
      }
      byte[] bytes = new byte[length.intValue()];
      // the SDK compares its checksum when it meets the end
      if (body.readNBytes(bytes, 0, bytes.length) != bytes.length || body.read() != -1) {
        throw RetryableException.create(
            "The body has not the %d bytes that its header promises".formatted(length));
      }
      return bytes;
    } catch (IOException e) {
      throw RetryableException.create("The body broke off: " + OneLine.of(e), e);
    }
  }

  /**
   * The whole body, and its digest, computed piece by piece: while this thread computes, what the
   * server goes on to send fills the socket's buffer.
   *
   * @param digest starts anew, since what an earlier attempt read is void
   * @throws StoreException as above
   * @throws RetryableException as above
   */
  static byte[] whole(GetObjectResponse response, InputStream body, MessageDigest digest) {
    digest.reset();
    return whole(response, new DigestInputStream(body, digest));
  }

  /**
   * The body of an answer to a request for a range.
   *
   * @throws StoreException when it is another range
   */
  static byte[] range(ByteRange range, GetObjectResponse response, InputStream body) {
    String header = String.valueOf(response.contentRange());
    Matcher parts = CONTENT_RANGE.matcher(header);
    if (parts.matches()) {
      long first = Long.parseLong(parts.group(1));
      long end = Long.parseLong(parts.group(2)) + 1;
      long size = Long.parseLong(parts.group(3));
      long expectedEnd =
          size - range.offset() <= range.length() ? size : range.offset() + range.length();
      if (first == range.offset() && end == expectedEnd) {
        byte[] bytes = whole(response, body);
        if (bytes.length == end - first) {
          return bytes;
        }
      }
    }
    throw new StoreException(
        "The server answers the request for %s with another range (%s). Use a server that supports ranges."
            .formatted(header(range), OneLine.of(header)));
  }

  /** The range as a request's header says it. */
  static String header(ByteRange range) {
    long last = range.offset() + (range.length() - 1);
    return "bytes=" + range.offset() + "-" + (last < 0 ? Long.MAX_VALUE : last);
  }
}
