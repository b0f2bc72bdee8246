package dev.cairn.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A metric of a checkpoint, {@code NAME=NUMBER} on the command line. */
record Metric(String name, double value) {
  /**
   * Reads {@code NAME=NUMBER}; the number may be {@code NaN}, {@code Infinity} and its negative.
   */
  static final class Converter implements ITypeConverter<Metric> {
    @Override
    public Metric convert(String text) {
      int equals = text.lastIndexOf('=');
      if (equals < 1) {
        throw new TypeConversionException(
            "'%s' does not name a metric and its value. Write NAME=NUMBER, like loss=0.31"
                .formatted(text));
      }
      try {
        return new Metric(
            text.substring(0, equals), Double.parseDouble(text.substring(equals + 1)));
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "the value in '%s' is not a number. Write NAME=NUMBER, like loss=0.31".formatted(text));
      }
    }
  }
}
