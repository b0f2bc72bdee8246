package dev.cairn;

/**
 * What was asked for makes no sense as it stands. Correct the request; nothing was read or written.
 */
public final class InvalidRequestException extends CairnException {
  /** A refusal whose message names what is wrong with the request and what would be right. */
  public InvalidRequestException(String message) {
    super(message);
  }
}
