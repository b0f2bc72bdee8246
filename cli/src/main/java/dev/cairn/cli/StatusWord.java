package dev.cairn.cli;

import dev.cairn.Status;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A status as the command line and JSON write it: {@code in-progress}. */
final class StatusWord implements ITypeConverter<Status> {
  static String of(Status status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public Status convert(String word) {
    return Arrays.stream(Status.values())
        .filter(status -> of(status).equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is not a status. Use one of %s"
                        .formatted(
                            word, Arrays.stream(Status.values()).map(StatusWord::of).toList())));
  }
}
