package dev.cairn.store.counting;

import dev.cairn.store.RequestKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many requests were sent, and how many bytes went with them.
 *
 * @param requests by kind; kinds that did not occur are not in the map, so that two counts are
 *     equal when the same requests were sent
 * @param bytesWritten bytes of content that puts carried, also those that were not applied: they
 *     crossed the network
 * @param bytesRead bytes of content that gets returned
 */
public record RequestCounts(Map<RequestKind, Long> requests, long bytesWritten, long bytesRead) {
  /** No request at all. */
  public static final RequestCounts NONE = new RequestCounts(Map.of(), 0, 0);

  /** Copies the map, without its zeros. */
  public RequestCounts {
    var copy = new EnumMap<RequestKind, Long>(RequestKind.class);
    requests.forEach(
        (kind, count) -> {
          if (count != 0) {
            copy.put(kind, count);
          }
        });
    requests = Collections.unmodifiableMap(copy);
  }

  /** The number of requests of one kind. */
  public long count(RequestKind kind) {
    return requests.getOrDefault(kind, 0L);
  }

  /** The number of requests of all kinds. */
  public long total() {
    return requests.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What was sent after {@code earlier} was counted, given that this was counted after it. */
  public RequestCounts minus(RequestCounts earlier) {
    return plus(earlier, -1);
  }

  /** These requests and those. */
  public RequestCounts plus(RequestCounts other) {
    return plus(other, 1);
  }

  private RequestCounts plus(RequestCounts other, int sign) {
    var sum = new EnumMap<RequestKind, Long>(RequestKind.class);
    for (RequestKind kind : RequestKind.values()) {
      sum.put(kind, count(kind) + sign * other.count(kind));
    }
    return new RequestCounts(
        sum, bytesWritten + sign * other.bytesWritten, bytesRead + sign * other.bytesRead);
  }

  /** Like {@code 1 put-if-absent, 2 get; 310 bytes written, 4000 bytes read}. */
  @Override
  public String toString() {
    String list =
        requests.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    return "%s; %d bytes written, %d bytes read"
        .formatted(list.isEmpty() ? "no requests" : list, bytesWritten, bytesRead);
  }
}
