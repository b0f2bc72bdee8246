package dev.cairn.s3;

import dev.cairn.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Credentials as a Hadoop configuration gives them to S3A: by keys, or by the names of classes that
 * provide them. Names are read and no class is loaded by them: each that is known stands for a
 * provider of the SDK that comes with this store, which may be another SDK than the one that S3A
 * uses.
 */
final class S3aCredentials {
  private static final String PROVIDERS = "aws.credentials.provider";
  private static final String ACCESS_KEY = "access.key";
  private static final String SECRET_KEY = "secret.key";
  private static final String SESSION_TOKEN = "session.token";

  /** What a class that provides credentials looks at. */
  private enum Source {
    KEYS,
    TEMPORARY_KEYS,
    NOBODY,
    ENVIRONMENT,
    SYSTEM_PROPERTIES,
    PROFILE,
    WEB_IDENTITY,
    CONTAINER,
    INSTANCE,
    CONTAINER_OR_INSTANCE,
    DEFAULT_CHAIN
  }

  /**
   * By the class name without {@code software.amazon.}: a jar that moves the SDK elsewhere moves
   * the strings that begin so, too, and people go on to write the names that S3A takes.
   */
  private static final Map<String, Source> KNOWN =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider", Source.KEYS),
              Map.entry(
                  "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider",
                  Source.TEMPORARY_KEYS),
              Map.entry("org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider", Source.NOBODY),
              Map.entry(
                  "org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider",
                  Source.CONTAINER_OR_INSTANCE),
              Map.entry(sdk("AnonymousCredentialsProvider"), Source.NOBODY),
              Map.entry(sdk("EnvironmentVariableCredentialsProvider"), Source.ENVIRONMENT),
              Map.entry(sdk("SystemPropertyCredentialsProvider"), Source.SYSTEM_PROPERTIES),
              Map.entry(sdk("ContainerCredentialsProvider"), Source.CONTAINER),
              Map.entry(sdk("InstanceProfileCredentialsProvider"), Source.INSTANCE),
              Map.entry(sdk("ProfileCredentialsProvider"), Source.PROFILE),
              Map.entry(sdk("WebIdentityTokenFileCredentialsProvider"), Source.WEB_IDENTITY),
              Map.entry(sdk("DefaultCredentialsProvider"), Source.DEFAULT_CHAIN),
              // the SDK before, whose names S3A translates as well
              Map.entry(before("AnonymousAWSCredentials"), Source.NOBODY),
              Map.entry(before("EnvironmentVariableCredentialsProvider"), Source.ENVIRONMENT),
              Map.entry(before("InstanceProfileCredentialsProvider"), Source.CONTAINER_OR_INSTANCE),
              Map.entry(
                  before("EC2ContainerCredentialsProviderWrapper"), Source.CONTAINER_OR_INSTANCE),
              Map.entry(before("profile.ProfileCredentialsProvider"), Source.PROFILE),
              Map.entry(before("WebIdentityTokenCredentialsProvider"), Source.WEB_IDENTITY),
              Map.entry(before("DefaultAWSCredentialsProviderChain"), Source.DEFAULT_CHAIN)));

  private S3aCredentials() {}

  /**
   * The credentials that the settings give; empty when they give none, so that the SDK's default
   * chain counts. Without named providers that is when there are no keys.
   *
   * @param owned gets what must be closed after the last use
   * @throws StoreException when a provider is not known, or keys are missing that it takes
   */
  static Optional<AwsCredentialsProvider> of(S3aSettings s3a, List<SdkAutoCloseable> owned) {
    Optional<String> named = s3a.find(PROVIDERS);
    if (named.isEmpty()) {
      return ofKeys(s3a, s3a.find(SESSION_TOKEN).isPresent());
    }
    List<AwsCredentialsProvider> providers = new ArrayList<>();
    for (String name : names(named.get())) {
      provider(source(name), s3a, owned).ifPresent(providers::add);
    }
    if (providers.isEmpty()) {
      throw S3aSettings.unusable(
          PROVIDERS,
          "the providers that it names take keys, which are not set",
          "another provider, or set fs.s3a.access.key and fs.s3a.secret.key, and for temporary credentials fs.s3a.session.token");
    }
    return Optional.of(
        providers.size() == 1
            ? providers.get(0)
            : AwsCredentialsProviderChain.builder()
                .credentialsProviders(providers)
                .reuseLastProviderEnabled(true)
                .build());
  }

  private static List<String> names(String value) {
    return Arrays.stream(value.split("[,\\s]+")).filter(name -> !name.isEmpty()).toList();
  }

  private static Source source(String name) {
    Source source = KNOWN.get(name.replaceFirst("^software[.]amazon[.]", ""));
    if (source == null) {
      throw S3aSettings.unusable(
          PROVIDERS,
          "of the providers that it names, '%s' is not known here, and classes are not loaded by name"
              .formatted(OneLine.of(name)),
          "one of %s; or assume a role by the parameter 'role' of the store's URI"
              .formatted(
                  String.join(
                      ", ",
                      KNOWN.keySet().stream()
                          .map(known -> known.replaceFirst(".*[.]", ""))
                          .toList())));
    }
    return source;
  }

  /** Empty when it takes keys that are not set. */
  private static Optional<AwsCredentialsProvider> provider(
      Source source, S3aSettings s3a, List<SdkAutoCloseable> owned) {
    return switch (source) {
      case KEYS -> ofKeys(s3a, false);
      case TEMPORARY_KEYS ->
          s3a.find(SESSION_TOKEN).isPresent() ? ofKeys(s3a, true) : Optional.empty();
      case NOBODY -> Optional.of(AnonymousCredentialsProvider.create());
      case ENVIRONMENT -> Optional.of(EnvironmentVariableCredentialsProvider.create());
      case SYSTEM_PROPERTIES -> Optional.of(SystemPropertyCredentialsProvider.create());
      case PROFILE -> Optional.of(owned(ProfileCredentialsProvider.create(), owned));
      case WEB_IDENTITY ->
          Optional.of(owned(WebIdentityTokenFileCredentialsProvider.create(), owned));
      case CONTAINER -> Optional.of(container(owned));
      case INSTANCE -> Optional.of(instance(owned));
      case CONTAINER_OR_INSTANCE ->
          Optional.of(AwsCredentialsProviderChain.of(container(owned), instance(owned)));
      case DEFAULT_CHAIN -> Optional.of(owned(DefaultCredentialsProvider.builder().build(), owned));
    };
  }

  private static AwsCredentialsProvider container(List<SdkAutoCloseable> owned) {
    return owned(ContainerCredentialsProvider.builder().build(), owned);
  }

  private static AwsCredentialsProvider instance(List<SdkAutoCloseable> owned) {
    return owned(InstanceProfileCredentialsProvider.create(), owned);
  }

  private static String sdk(String name) {
    return "awssdk.auth.credentials." + name;
  }

  private static String before(String name) {
    return "com.amazonaws.auth." + name;
  }

  private static Optional<AwsCredentialsProvider> ofKeys(S3aSettings s3a, boolean temporary) {
    Optional<String> access = s3a.find(ACCESS_KEY);
    Optional<String> secret = s3a.find(SECRET_KEY);
    if (access.isPresent() != secret.isPresent()) {
      throw S3aSettings.unusable(
          access.isPresent() ? ACCESS_KEY : SECRET_KEY,
          "the other one of access.key and secret.key is not set",
          "a key together with the other one, or remove it");
    }
    if (access.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        StaticCredentialsProvider.create(
            temporary
                ? AwsSessionCredentials.create(
                    access.get(), secret.get(), s3a.find(SESSION_TOKEN).orElseThrow())
                : AwsBasicCredentials.create(access.get(), secret.get())));
  }

  private static <T extends AwsCredentialsProvider & SdkAutoCloseable> T owned(
      T provider, List<SdkAutoCloseable> owned) {
    owned.add(provider);
    return provider;
  }
}
