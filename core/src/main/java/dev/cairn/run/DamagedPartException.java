package dev.cairn.run;

import dev.cairn.CairnException;

/**
 * A part is not there, or its bytes are not the ones that its name promises. Discard it, see {@link
 * RunParts#discard}: its units count as missing then and are computed again. A store that does not
 * answer is never taken for damage.
 */
public final class DamagedPartException extends CairnException {
  private final PartName part;
  private final String why;

  DamagedPartException(String folder, PartName part, String why) {
    super(
        "The part of the units %s is damaged (%s%s): %s. Discard it and run again, which computes its units anew."
            .formatted(part.units(), folder, part, why));
    this.part = part;
    this.why = why;
  }

  /** The part. */
  public PartName part() {
    return part;
  }

  /** What is wrong with it, as a clause about "it". */
  public String why() {
    return why;
  }
}
