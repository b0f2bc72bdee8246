package dev.cairn.run;

import dev.cairn.CairnException;

/**
 * A part is not there, or its bytes are not the ones that its name promises. Its units count as not
 * computed: discard the part, and they will be computed again.
 */
public final class DamagedPartException extends CairnException {
  private final transient PartName part;

  DamagedPartException(String folder, PartName part, String why) {
    super(
        "The part with the units %s (%s%s) is damaged: %s. Run again with verification, which computes its units anew."
            .formatted(part.units(), folder, part, why));
    this.part = part;
  }

  /** The part in question. */
  public PartName part() {
    return part;
  }
}
