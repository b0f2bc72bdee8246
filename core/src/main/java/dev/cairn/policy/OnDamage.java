package dev.cairn.policy;

/** What a restore does when the checkpoint that it would give is damaged. */
public enum OnDamage {
  /** It gives the next best one that is whole, and says which it is not, and why. */
  FALL_BACK,
  /** It fails, so that a person decides. */
  FAIL
}
