package dev.cairn.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of steps. */
final class StepCount implements ITypeConverter<Long> {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  @Override
  public Long convert(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new TypeConversionException(
          "'%s' is not a count of steps. Write a whole number from 0 on".formatted(text));
    }
    return Long.valueOf(text);
  }
}
