package dev.cairn.s3;

/** What a store asks of the server. */
enum S3Operation {
  PUT("write", "s3:PutObject"),
  GET("read", "s3:GetObject"),
  HEAD("look up", "s3:GetObject"),
  LIST("list", "s3:ListBucket"),
  DELETE("delete", "s3:DeleteObject");

  private final String verb;
  private final String permission;

  S3Operation(String verb, String permission) {
    this.verb = verb;
    this.permission = permission;
  }

  /** What it does, for a message that begins with "Cannot". */
  String verb() {
    return verb;
  }

  /** The permission that Amazon's policies call for. */
  String permission() {
    return permission;
  }
}
