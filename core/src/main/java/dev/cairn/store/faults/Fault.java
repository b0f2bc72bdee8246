package dev.cairn.store.faults;

import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import java.util.Locale;

/**
 * What goes wrong with a request.
 *
 * @param kind of fault
 * @param landsAfter for the late kinds: before which further request to the faulty store the write
 *     lands, 1 for the very next one; {@link #WHEN_TOLD} to wait for {@link FaultyStore#landLate}
 */
public record Fault(Kind kind, int landsAfter) {
  /** The value of {@link #landsAfter} of a write that lands only when told to. */
  public static final int WHEN_TOLD = Integer.MAX_VALUE;

  /** The kinds of faults. */
  public enum Kind {
    /** Never applied; the caller gets {@link StoreUnavailableException}. */
    LOST_REQUEST,
    /** Applied; the caller gets {@link StoreUnavailableException}. */
    LOST_ANSWER,
    /** The caller gets {@link StoreUnavailableException}; a put or delete is applied later. */
    LATE,
    /**
     * Applied and answered, and a put or delete is applied once more later, as when something on
     * the way repeated it.
     */
    ECHO,
    /** Never applied; the caller gets {@link StoreException}, as from a full disk. */
    REFUSED,
    /**
     * Never applied; the caller gets {@link StoreUnavailableException} that speaks of a conflict
     * with another request, which is S3's 409. It tells nothing about who won.
     */
    CONFLICT,
    /**
     * A put-if-absent is applied, and the caller is told that the object existed already, as when a
     * client below repeated its own request. See <a
     * href="https://github.com/aws/aws-sdk-java-v2/issues/6580">aws-sdk-java-v2#6580</a>.
     */
    OWN_CONFLICT;

    boolean fits(RequestKind request) {
      return switch (this) {
        case LOST_REQUEST, LOST_ANSWER, LATE, ECHO, REFUSED -> true;
        case CONFLICT ->
            request == RequestKind.PUT_IF_ABSENT
                || request == RequestKind.PUT
                || request == RequestKind.DELETE;
        case OWN_CONFLICT -> request == RequestKind.PUT_IF_ABSENT;
      };
    }
  }

  /** Checks the number. */
  public Fault {
    if (landsAfter < 1) {
      throw new IllegalArgumentException(
          "A late write lands before further request 1 or later, not " + landsAfter);
    }
  }

  /** {@link Kind#LOST_REQUEST}. */
  public static Fault lostRequest() {
    return new Fault(Kind.LOST_REQUEST, WHEN_TOLD);
  }

  /** {@link Kind#LOST_ANSWER}. */
  public static Fault lostAnswer() {
    return new Fault(Kind.LOST_ANSWER, WHEN_TOLD);
  }

  /** {@link Kind#LATE}, to land when {@link FaultyStore#landLate} is called. */
  public static Fault late() {
    return new Fault(Kind.LATE, WHEN_TOLD);
  }

  /** {@link Kind#LATE}, to land just before the {@code requests}-th further request. */
  public static Fault late(int requests) {
    return new Fault(Kind.LATE, requests);
  }

  /** {@link Kind#ECHO}, to land again when {@link FaultyStore#landLate} is called. */
  public static Fault echo() {
    return new Fault(Kind.ECHO, WHEN_TOLD);
  }

  /** {@link Kind#ECHO}, to land again just before the {@code requests}-th further request. */
  public static Fault echo(int requests) {
    return new Fault(Kind.ECHO, requests);
  }

  /** {@link Kind#REFUSED}. */
  public static Fault refused() {
    return new Fault(Kind.REFUSED, WHEN_TOLD);
  }

  /** {@link Kind#CONFLICT}. */
  public static Fault conflict() {
    return new Fault(Kind.CONFLICT, WHEN_TOLD);
  }

  /** {@link Kind#OWN_CONFLICT}. */
  public static Fault ownConflict() {
    return new Fault(Kind.OWN_CONFLICT, WHEN_TOLD);
  }

  /** The kind in words, and when a late write lands. */
  @Override
  public String toString() {
    String words = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return landsAfter == WHEN_TOLD ? words : words + " (" + landsAfter + " requests)";
  }
}
