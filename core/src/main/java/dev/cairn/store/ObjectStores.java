package dev.cairn.store;

import dev.cairn.internal.text.OneLine;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Opens stores by URI: {@code file:/srv/checkpoints}, {@code memory:test}, {@code
 * s3://bucket/prefix}.
 */
public final class ObjectStores {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

  private ObjectStores() {}

  /**
   * Opens the store that a URI names, with the provider that some module on the class path
   * registered for its scheme. A text without a scheme is taken for a path of the local file
   * system.
   *
   * @throws StoreException when the text is not a URI, when no provider knows its scheme, or when
   *     the provider refuses it
   */
  public static ObjectStore open(String uri) {
    return open(uri, StoreSettings.NONE);
  }

  /**
   * The same with settings of the surroundings, for what the URI does not say. Which settings a
   * store knows, its provider says.
   *
   * @throws StoreException as {@link #open(String)} does, and when a setting cannot be used
   */
  public static ObjectStore open(String uri, StoreSettings settings) {
    URI parsed = parse(uri);
    var providers = new TreeMap<String, ObjectStoreProvider>();
    for (ObjectStoreProvider provider : ServiceLoader.load(ObjectStoreProvider.class)) {
      provider.schemes().forEach(scheme -> providers.put(scheme, provider));
    }
    ObjectStoreProvider provider = providers.get(parsed.getScheme().toLowerCase(Locale.ROOT));
    if (provider == null) {
      throw new StoreException(
          "Cannot open the store '%s': no store is known for the scheme '%s:'. Use one of %s, or add the module that brings it to the class path."
              .formatted(shown(uri), parsed.getScheme(), providers.keySet()));
    }
    return provider.open(parsed, settings);
  }

  private static URI parse(String uri) {
    if (uri.isBlank()) {
      throw new StoreException(
          "Cannot open a store: its URI is empty. Give one like file:/srv/checkpoints or s3://bucket/prefix.");
    }
    try {
      if (!SCHEME.matcher(uri).lookingAt()) {
        return Path.of(uri).toAbsolutePath().normalize().toUri();
      }
      return new URI(uri);
    } catch (URISyntaxException e) {
      throw new StoreException(
          "Cannot open the store '%s': it is not a URI (%s). Give one like file:/srv/checkpoints or s3://bucket/prefix."
              .formatted(shown(uri), e.getReason()),
          e);
    } catch (InvalidPathException e) {
      throw new StoreException(
          "Cannot open the store '%s': it is not a path of this file system (%s). Give one like /srv/checkpoints."
              .formatted(shown(uri), e.getReason()),
          e);
    }
  }

  /**
   * The URI as it may stand in a message: one printable line, without what could be a password or a
   * query's secret.
   */
  private static String shown(String uri) {
    return OneLine.of(uri.replaceAll("//[^/]*@", "//...@").replaceAll("(?s)[?#].*", "?..."));
  }
}
