package dev.cairn.cli;

import java.util.OptionalLong;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Which checkpoint is wanted.
 *
 * @param version of it; empty for the latest
 */
record VersionChoice(OptionalLong version) {
  static final VersionChoice LATEST = new VersionChoice(OptionalLong.empty());

  private static final Pattern NUMBER = Pattern.compile("v?([0-9]{1,12})");

  /** Reads {@code latest}, {@code v12} and {@code 12}. */
  static final class Converter implements ITypeConverter<VersionChoice> {
    @Override
    public VersionChoice convert(String text) {
      if (text.equals("latest")) {
        return LATEST;
      }
      var number = NUMBER.matcher(text);
      if (!number.matches()) {
        throw new TypeConversionException(
            "'%s' is not a version. Write latest, or a number like v12".formatted(text));
      }
      return new VersionChoice(OptionalLong.of(Long.parseLong(number.group(1))));
    }
  }
}
