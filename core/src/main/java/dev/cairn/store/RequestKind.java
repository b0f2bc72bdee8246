package dev.cairn.store;

import java.util.Locale;

/** The kinds of requests that a store answers. They are what an object store bills. */
public enum RequestKind {
  /** A put with {@link WriteCondition#IF_ABSENT}. */
  PUT_IF_ABSENT,
  /** A put with {@link WriteCondition#ALWAYS}. */
  PUT,
  /** A get of a whole object. */
  GET,
  /** A get of a range. */
  GET_RANGE,
  /** A look at an object's size. */
  HEAD,
  /** One page of a listing. */
  LIST,
  /** A delete of up to 1,000 objects. */
  DELETE;

  /** The kind of a put with this condition. */
  public static RequestKind ofPut(WriteCondition condition) {
    return switch (condition) {
      case IF_ABSENT -> PUT_IF_ABSENT;
      case ALWAYS -> PUT;
    };
  }

  /** The name in words, like {@code put-if-absent}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
