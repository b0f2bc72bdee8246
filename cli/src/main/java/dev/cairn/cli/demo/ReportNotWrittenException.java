package dev.cairn.cli.demo;

import dev.cairn.CairnException;
import java.io.IOException;
import java.nio.file.Path;

/** The report could not be written; the run itself is completed. Give another file. */
public final class ReportNotWrittenException extends CairnException {
  ReportNotWrittenException(Path report, IOException cause) {
    super(
        "The report cannot be written to '%s': %s. Give a file that can be written with --report; the results are in the store."
            .formatted(report, cause.toString().replaceAll("\\s+", " ")),
        cause);
  }
}
