package dev.cairn;

/**
 * What was asked for is not there: no such process, or no such checkpoint, or one that retention
 * has removed.
 */
public final class CheckpointNotFoundException extends CairnException {
  /** Something absent, with what there is instead. */
  public CheckpointNotFoundException(String message) {
    super(message);
  }
}
