package dev.cairn.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An item that is to be saved from a file, {@code NAME=FILE} on the command line. */
record ItemFile(String name, Path file) {
  /**
   * Makes sure that the file can be read, before anything is written anywhere.
   *
   * @throws LocalFileException when it is not there, not a file, or not for this user to read
   */
  void check() {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new LocalFileException(
          "Cannot save '%s' as the item '%s': it is not a regular file. Give a file; pack a directory into one first, as with tar."
              .formatted(file, name));
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.size();
    } catch (IOException e) {
      throw LocalFileException.of(
          "Cannot save the item '" + name + "' from",
          file,
          e,
          "Give a file that this user may read; nothing was saved");
    }
  }

  /** Reads {@code NAME=FILE}. */
  static final class Converter implements ITypeConverter<ItemFile> {
    @Override
    public ItemFile convert(String value) {
      int equals = value.indexOf('=');
      if (equals < 1 || equals == value.length() - 1) {
        throw new TypeConversionException(
            "'%s' does not name an item and its file. Write NAME=FILE, like weights=weights.bin"
                .formatted(value));
      }
      try {
        return new ItemFile(value.substring(0, equals), Path.of(value.substring(equals + 1)));
      } catch (InvalidPathException e) {
        throw new TypeConversionException("'%s' does not name a file".formatted(value));
      }
    }
  }
}
