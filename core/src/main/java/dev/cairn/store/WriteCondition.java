package dev.cairn.store;

/** When a put is applied. */
public enum WriteCondition {
  /** Only when the key holds no object. On S3 this is {@code If-None-Match: *}. */
  IF_ABSENT,
  /** Always; an object that the key holds is replaced whole. */
  ALWAYS
}
