package dev.cairn.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.store.RequestKind;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request on the wire, as the store sent it.
 *
 * @param kind what it is about and which it is, like {@code log: get}
 * @param identity the same for all attempts of one request. A put with a condition is sent anew
 *     each time, and is known by its key; what else there is by the number that the SDK gives it
 */
record LostRequest(String kind, String identity) {
  private static final List<String> AREAS = List.of("_probe", "log", "data", "runs");

  static LostRequest of(FaultyProxy.Sent sent) {
    String target = URLDecoder.decode(sent.target(), UTF_8);
    RequestKind kind = kind(sent.method(), target, sent.headers());
    return new LostRequest(
        area(target + sent.form()) + ": " + kind,
        kind == RequestKind.PUT_IF_ABSENT
            ? target
            : String.valueOf(sent.headers().get("amz-sdk-invocation-id")));
  }

  private static RequestKind kind(String method, String target, Map<String, String> headers) {
    return switch (method) {
      case "PUT" ->
          headers.containsKey("if-none-match") ? RequestKind.PUT_IF_ABSENT : RequestKind.PUT;
      case "HEAD" -> RequestKind.HEAD;
      case "POST" -> RequestKind.DELETE;
      case "GET" -> {
        if (target.contains("list-type=2")) {
          yield RequestKind.LIST;
        }
        yield headers.containsKey("range") ? RequestKind.GET_RANGE : RequestKind.GET;
      }
      default -> throw new IllegalArgumentException("Nothing sends " + method + " " + target);
    };
  }

  /** The folders of a process that its keys are in; none when processes are listed. */
  private static String area(String keys) {
    Stream<String> found = AREAS.stream().filter(area -> keys.contains("/" + area + "/"));
    String joined = found.collect(Collectors.joining("+"));
    return joined.isEmpty() ? "processes" : joined;
  }
}
