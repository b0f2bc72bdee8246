package dev.cairn.s3;

import dev.cairn.store.StoreException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The parameters of a store's URI: what belongs to the bucket and so to everybody who opens it.
 * Secrets are not among them.
 */
final class UriParameters {
  private static final Map<String, BiConsumer<S3StoreBuilder, String>> KNOWN =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("region", S3StoreBuilder::region),
              Map.entry("endpoint", (builder, value) -> builder.endpoint(URI.create(value))),
              Map.entry("profile", S3StoreBuilder::profile),
              Map.entry("role", S3StoreBuilder::role),
              Map.entry("kms-key", S3StoreBuilder::kmsKey),
              Map.entry("bucket-owner", S3StoreBuilder::bucketOwner),
              Map.entry("storage-class", S3StoreBuilder::storageClass),
              Map.entry(
                  "encryption",
                  words(
                      Map.of(
                          "s3",
                          S3StoreBuilder::encryptedByS3,
                          "kms",
                          S3StoreBuilder::encryptedByKms))),
              Map.entry(
                  "addressing",
                  words(
                      Map.of(
                          "path", S3StoreBuilder::pathStyle, "host", S3StoreBuilder::hostStyle))),
              Map.entry("payer", words(Map.of("requester", S3StoreBuilder::requesterPays))),
              Map.entry(
                  "checksums",
                  words(Map.of("when-required", S3StoreBuilder::checksumsWhenRequired))),
              Map.entry("signing", words(Map.of("content", S3StoreBuilder::signedContent))),
              Map.entry("listing", words(Map.of("unordered", S3StoreBuilder::unorderedListings)))));

  private interface Setting {
    S3StoreBuilder on(S3StoreBuilder builder);
  }

  private UriParameters() {}

  private static BiConsumer<S3StoreBuilder, String> words(Map<String, Setting> meanings) {
    return (builder, value) -> {
      Setting setting = meanings.get(value);
      if (setting == null) {
        throw new IllegalArgumentException(
            "the values are " + String.join(", ", new TreeMap<>(meanings).keySet()));
      }
      setting.on(builder);
    };
  }

  /**
   * Sets what a URI says.
   *
   * @throws StoreException when it has a parameter that is not known, twice, or with a value that
   *     cannot be; the message shows no value
   */
  static void apply(URI uri, S3StoreBuilder builder) {
    String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
    Set<String> seen = new HashSet<>();
    for (String parameter : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      BiConsumer<S3StoreBuilder, String> setting = KNOWN.get(name);
      if (setting == null) {
        throw new StoreException(
            "Cannot open an S3 store: its URI has a parameter that there is not. The parameters are %s; credentials are none of them."
                .formatted(String.join(", ", KNOWN.keySet())));
      }
      if (equals < 0 || equals == parameter.length() - 1 || !seen.add(name)) {
        throw new StoreException(
            "Cannot open an S3 store: the parameter '%s' of its URI has no value, or stands there twice. Give it once, as %s=VALUE."
                .formatted(name, name));
      }
      set(builder, name, setting, parameter.substring(equals + 1));
    }
    if (seen.contains("kms-key") && seen.contains("encryption")) {
      throw new StoreException(
          "Cannot open an S3 store: its URI has the parameters 'encryption' and 'kms-key', which say the same. Give one of them.");
    }
  }

  private static void set(
      S3StoreBuilder builder,
      String name,
      BiConsumer<S3StoreBuilder, String> setting,
      String value) {
    try {
      setting.accept(builder, URLDecoder.decode(value, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      // without the cause, whose text may have the value in it
      throw new StoreException(
          "Cannot open an S3 store: the value of the parameter '%s' of its URI cannot be used%s. Correct it, as docs/s3.md says."
              .formatted(
                  name,
                  String.valueOf(e.getMessage()).startsWith("the values are ")
                      ? " (" + e.getMessage() + ")"
                      : ""));
    }
  }
}
