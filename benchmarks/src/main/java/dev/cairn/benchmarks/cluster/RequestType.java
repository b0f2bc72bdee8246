package dev.cairn.benchmarks.cluster;

import dev.cairn.s3.testing.FaultyProxy.Sent;

/** What a request to an S3 server asks for. */
enum RequestType {
  PUT,
  PUT_IF_ABSENT,
  COPY,
  GET,
  HEAD,
  LIST,
  DELETE,
  /** Of uploads in several requests. */
  MULTIPART;

  static RequestType of(Sent request) {
    String query = request.target().replaceFirst("^[^?]*", "");
    boolean ofUpload = query.matches("(.*[?&])?uploads?(Id)?(=.*|&.*)?");
    return switch (request.method()) {
      case "PUT" -> {
        if (ofUpload) {
          yield MULTIPART;
        }
        if (request.headers().containsKey("x-amz-copy-source")) {
          yield COPY;
        }
        yield request.headers().containsKey("if-none-match") ? PUT_IF_ABSENT : PUT;
      }
      case "GET" -> {
        if (ofUpload) {
          yield MULTIPART;
        }
        yield query.contains("list-type=") ? LIST : GET;
      }
      case "HEAD" -> HEAD;
      case "POST" -> query.matches("\\?delete(=.*)?") ? DELETE : MULTIPART;
      case "DELETE" -> ofUpload ? MULTIPART : DELETE;
      default -> throw new IllegalArgumentException("no request of S3: " + request.method());
    };
  }
}
