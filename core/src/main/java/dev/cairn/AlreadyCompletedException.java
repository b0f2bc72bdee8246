package dev.cairn;

/**
 * The process is done, and was not told to go on or to start anew. Use what it saved, or say which
 * of the two it is to be.
 */
public final class AlreadyCompletedException extends CairnException {
  AlreadyCompletedException(Checkpoint last) {
    super(
        "%s is completed: %s was its last checkpoint, at %s. Restore that one, use another process name, or open the process with resume(ALWAYS) or resume(NEVER)."
            .formatted(last.process(), last, last.time()));
  }
}
