package dev.cairn.store.cache;

/**
 * How well a cache did so far.
 *
 * @param hits gets that were answered without a request of their own: from memory, or together with
 *     another thread's get
 * @param loads gets of whole objects that were sent to the store, whatever became of them
 * @param bytes that the cached objects take now, their names and bookkeeping included
 */
public record CacheCounts(long hits, long loads, long bytes) {}
