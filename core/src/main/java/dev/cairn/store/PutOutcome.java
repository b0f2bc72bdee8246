package dev.cairn.store;

/** How a put ended that the store answered. */
public sealed interface PutOutcome {
  /** The object is stored. */
  record Written() implements PutOutcome {}

  /**
   * The condition was {@link WriteCondition#IF_ABSENT} and the key held an object; nothing was
   * changed.
   */
  record AlreadyExists() implements PutOutcome {}
}
