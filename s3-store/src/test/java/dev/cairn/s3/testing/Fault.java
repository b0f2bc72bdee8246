package dev.cairn.s3.testing;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What goes wrong with one request on its way through a {@link FaultyProxy}. */
public sealed interface Fault {
  /** Nothing. */
  record None() implements Fault {}

  /** The server does not see the request, and the connection closes without an answer. */
  record DroppedBefore() implements Fault {}

  /** The server does what was asked, and the connection closes without an answer. */
  record DroppedAfter() implements Fault {}

  /** One byte of the request's body reaches the server changed. */
  record CorruptedOnTheWayUp() implements Fault {}

  /** A header of the request does not reach the server. */
  record Stripped(String header) implements Fault {}

  /** The server does what was asked, and half of the body arrives. */
  record Truncated() implements Fault {}

  /** The server does what was asked, and one byte of the body arrives changed. */
  record Corrupted() implements Fault {}

  /**
   * The server does what was asked, and the answer waits.
   *
   * @param reached counted down when the server has answered
   * @param release the answer goes on when this is zero
   */
  record Held(CountDownLatch reached, CountDownLatch release) implements Fault {
    /** An answer that waits. */
    public Held() {
      this(new CountDownLatch(1), new CountDownLatch(1));
    }
  }

  /**
   * The server does not see the request, and this answer comes instead.
   *
   * @param status of HTTP
   * @param headers besides those of the body
   * @param body sent unless the request is a HEAD
   */
  record Answered(int status, Map<String, String> headers, String body) implements Fault {
    /** An error as S3 words it. */
    public static Answered error(int status, String code) {
      return error(status, code, Map.of());
    }

    /** An error as S3 words it. */
    public static Answered error(int status, String code, Map<String, String> headers) {
      return new Answered(
          status,
          headers,
          "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>In other words</Message><RequestId>R1</RequestId></Error>"
              .formatted(code));
    }
  }
}
