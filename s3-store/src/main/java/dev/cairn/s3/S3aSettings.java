package dev.cairn.s3;

import dev.cairn.store.StoreException;
import dev.cairn.store.StoreSettings;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.Region;

/**
 * What a Hadoop configuration tells S3A of servers, so that who has set it up for {@code s3a://}
 * need not do so again. As there, {@code fs.s3a.bucket.BUCKET.NAME} comes before {@code
 * fs.s3a.NAME}, and a value that is blank counts for none.
 *
 * @param bucket whose settings are asked
 * @param settings by their whole names
 */
record S3aSettings(String bucket, StoreSettings settings) {
  private static final String PREFIX = "fs.s3a.";

  private static final String ENDPOINT = "endpoint";
  private static final String REGION = "endpoint.region";

  private static final Pattern OF_REGION =
      Pattern.compile("s3[.-]([a-z]{2}[a-z-]*-[0-9]+)\\.amazonaws\\.com(\\.cn)?");

  /** Words of S3A for "whatever the SDK finds". */
  private static final Set<String> REGION_OF_SDK = Set.of("sdk", "external", "ec2");

  /** A setting, by its name behind {@code fs.s3a.}. */
  Optional<String> find(String name) {
    return settings
        .find(PREFIX + "bucket." + bucket + "." + name)
        .or(() -> settings.find(PREFIX + name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /** The server; empty when it is Amazon's, or none is named. */
  Optional<URI> endpoint() {
    return find(ENDPOINT)
        .filter(value -> !isOfAmazon(value))
        .map(
            value -> {
              String scheme = flag("connection.ssl.enabled").orElse(true) ? "https://" : "http://";
              try {
                return URI.create(value.contains("://") ? value : scheme + value);
              } catch (IllegalArgumentException e) {
                // without the cause, whose text has the value in it
                throw unusable(ENDPOINT, "it is not the URL of a server", "http://host:port");
              }
            });
  }

  /** The region: as it is set, or as the name of Amazon's server has it. */
  Optional<Region> region() {
    return find(REGION)
        .filter(name -> !REGION_OF_SDK.contains(name))
        .or(
            () ->
                find(ENDPOINT)
                    .map(OF_REGION::matcher)
                    .filter(Matcher::matches)
                    .map(match -> match.group(1)))
        .map(Region::of);
  }

  /** Where the name of the bucket stands in URLs. */
  Optional<S3Options.Addressing> addressing() {
    return flag("path.style.access")
        .map(path -> path ? S3Options.Addressing.PATH : S3Options.Addressing.HOST);
  }

  /** A setting that cannot be used. No value stands in it. */
  static StoreException unusable(String name, String why, String remedy) {
    return new StoreException(
        "Cannot open an S3 store: the setting '%s%s' cannot be used: %s. Set it to %s."
            .formatted(PREFIX, name, why, remedy));
  }

  private Optional<Boolean> flag(String name) {
    return find(name)
        .map(
            value ->
                switch (value.toLowerCase(Locale.ROOT)) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw unusable(name, "it is neither true nor false", "one of them");
                });
  }

  private static boolean isOfAmazon(String endpoint) {
    return endpoint.equals("s3.amazonaws.com") || OF_REGION.matcher(endpoint).matches();
  }

  /** Without what is set. */
  @Override
  public String toString() {
    return "S3aSettings of " + bucket;
  }
}
