package dev.cairn;

import dev.cairn.internal.text.OneLine;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file is not an export, or not whole any more. Get it again from where it comes from; none of
 * its checkpoints that was not committed before is in the store.
 */
public final class DamagedExportException extends CairnException {
  DamagedExportException(Path file, @Nullable String why, @Nullable Throwable cause) {
    super(
        "'%s' cannot be imported: %s. Give a file as an export wrote it; export or fetch it again."
            .formatted(OneLine.of(file.toString(), 300), OneLine.of(String.valueOf(why), 300)),
        cause);
  }
}
