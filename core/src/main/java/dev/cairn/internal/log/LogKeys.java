package dev.cairn.internal.log;

import dev.cairn.ProcessId;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ObjectKey;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the entries of a process are. The key of an entry begins with what its version lacks to
 * {@value #LAST}, in twelve digits, so that the newest comes first in a listing; the version
 * follows for people.
 */
final class LogKeys {
  /**
   * The last version that a log can have. At a thousand commits a second it lasts for thirty years.
   */
  static final long LAST = 999_999_999_999L;

  private static final Pattern NAME = Pattern.compile("([0-9]{12})-([1-9][0-9]{0,11})");

  private final KeyPrefix prefix;

  LogKeys(ProcessId process) {
    this.prefix = process.prefix().folder("log");
  }

  /** Whether an entry can have that version. */
  static boolean isVersion(long version) {
    return version >= 1 && version <= LAST;
  }

  /**
   * Refuses what cannot be the version of an entry.
   *
   * @throws IllegalArgumentException if it is below 1 or above {@link #LAST}
   */
  static void checkVersion(long version) {
    if (!isVersion(version)) {
      throw new IllegalArgumentException("A version is between 1 and " + LAST + ", not " + version);
    }
  }

  KeyPrefix prefix() {
    return prefix;
  }

  ObjectKey of(long version) {
    checkVersion(version);
    return prefix.key("%012d-%d".formatted(LAST - version, version));
  }

  /** The version that a key of the log names, or empty when the key is not one of an entry. */
  OptionalLong version(ObjectKey key) {
    Matcher name = NAME.matcher(key.name());
    if (!name.matches()) {
      return OptionalLong.empty();
    }
    long version = Long.parseLong(name.group(2));
    return of(version).equals(key) ? OptionalLong.of(version) : OptionalLong.empty();
  }
}
