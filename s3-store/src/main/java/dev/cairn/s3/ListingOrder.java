package dev.cairn.s3;

/** In which order a server lists keys. */
enum ListingOrder {
  /** In that of their bytes, as general purpose buckets do. */
  BY_KEY,
  /** In none that can be relied on, as directory buckets do. */
  UNORDERED
}
