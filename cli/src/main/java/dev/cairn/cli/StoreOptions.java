package dev.cairn.cli;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import picocli.CommandLine.Option;

/** Which store a command works on. */
final class StoreOptions {
  @Option(
      names = "--store",
      required = true,
      paramLabel = "URI",
      description = "Where the checkpoints are: file:/directory or s3://bucket/prefix.")
  private String uri = "";

  /** {@link #shown(String)} of it. */
  String shown() {
    return shown(uri);
  }

  /** A URI without what could be a secret in it. */
  static String shown(String uri) {
    return uri.replaceAll("//[^/]*@", "//...@").replaceAll("[?#].*", "?...");
  }

  /** Opens it. */
  ObjectStore open() {
    return ObjectStores.open(uri);
  }
}
