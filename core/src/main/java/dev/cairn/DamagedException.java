package dev.cairn;

/**
 * Bytes in the store are not the ones that were written. What they were part of cannot be handed
 * back; an older checkpoint may be whole. A store that does not answer is never taken for damage.
 */
public final class DamagedException extends CairnException {
  /** Damage to {@code what}, with the reason for thinking so. */
  public DamagedException(String what, String why) {
    super(
        "%s is damaged: %s. Restore an older checkpoint, or bring the object back from a backup."
            .formatted(what, why));
  }
}
