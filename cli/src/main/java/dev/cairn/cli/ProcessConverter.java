package dev.cairn.cli;

import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code TYPE/NAME}. */
final class ProcessConverter implements ITypeConverter<ProcessId> {
  @Override
  public ProcessId convert(String value) {
    try {
      return ProcessId.parse(value);
    } catch (InvalidRequestException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
