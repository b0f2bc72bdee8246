package dev.cairn;

import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.TagRow;
import dev.cairn.internal.log.WholeIndex;
import dev.cairn.internal.text.OneLine;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What texts name a checkpoint: {@code latest}, a version such as {@code v12} or {@code 12}, or a
 * tag such as {@code best}.
 */
final class Names {
  static final String LATEST = "latest";

  private static final Pattern VERSION = Pattern.compile("v?[0-9]{1,12}");

  private Names() {}

  /** The version that a text is; empty when it is a name that the index explains. */
  static OptionalLong version(String name) {
    return VERSION.matcher(name).matches()
        ? OptionalLong.of(Long.parseLong(name.startsWith("v") ? name.substring(1) : name))
        : OptionalLong.empty();
  }

  /**
   * The version of the checkpoint that a text names, whether or not there is one of that number.
   *
   * @throws CheckpointNotFoundException when the process has none of that name
   */
  static long version(ProcessId process, WholeIndex index, String name) {
    OptionalLong number = version(name);
    if (number.isPresent()) {
      return number.getAsLong();
    }
    if (name.equals(LATEST)) {
      return index.newest().map(CheckpointRow::version).orElseThrow(() -> none(process));
    }
    TagRow tag = index.tags().get(name);
    if (tag == null) {
      throw new CheckpointNotFoundException(
          "%s has no checkpoint '%s'. Give latest, a version such as v12, or one of the tags %s."
              .formatted(process, OneLine.of(name), index.tags().keySet()));
    }
    return tag.version();
  }

  static CheckpointNotFoundException none(ProcessId process) {
    return new CheckpointNotFoundException("%s has no checkpoint yet.".formatted(process));
  }
}
