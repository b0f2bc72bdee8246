package dev.cairn.spark;

import dev.cairn.run.PartName;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A part that a task has written or found, as it reports it to the driver: the text {@code <part>}
 * or {@code <part> <digests>}, which any serializer of Spark can send.
 *
 * @param name of the part
 * @param unitDigests 32 bytes of SHA-256 for each unit, of what the task itself has written; empty
 *     when the part is to be read for them
 */
record StoredPart(PartName name, Optional<byte[]> unitDigests) {
  String text() {
    return unitDigests
        .map(digests -> name.format() + " " + HexFormat.of().formatHex(digests))
        .orElseGet(name::format);
  }

  static StoredPart parse(String text) {
    int space = text.indexOf(' ');
    return new StoredPart(
        PartName.parse(space < 0 ? text : text.substring(0, space))
            .orElseThrow(() -> new IllegalStateException("a task returned the name " + text)),
        space < 0
            ? Optional.empty()
            : Optional.of(HexFormat.of().parseHex(text.substring(space + 1))));
  }
}
