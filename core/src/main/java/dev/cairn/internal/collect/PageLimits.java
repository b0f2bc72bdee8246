package dev.cairn.internal.collect;

/**
 * When rows are sealed into pages, and pages merged.
 *
 * @param tailBytes how large the rows of kept checkpoints may be in an entry, besides the newest
 *     ones; when they are larger, they are sealed
 * @param tailRows how many of the newest rows stay in the entry, however large
 * @param retiredBytes how large the rows of retired checkpoints may be in an entry
 * @param fanOut how many neighbouring pages of one tier become one of the next
 * @param topTier pages of this tier are merged no more
 * @param marks how many intervals of a page may have gone before it is written anew
 */
public record PageLimits(
    int tailBytes, int tailRows, int retiredBytes, int fanOut, int topTier, int marks) {
  /**
   * So that an entry has at most 64 KiB when a row has at most 3 KiB: 24 KiB of rows that wait for
   * their page, 8 more, twice 12 KiB that are retired, and a few dozen names of pages.
   */
  public static final PageLimits STANDARD = new PageLimits(24 << 10, 8, 12 << 10, 16, 2, 32);

  /** Checks that there is always a newest row, and that merging makes fewer pages. */
  public PageLimits {
    if (tailRows < 1 || fanOut < 2) {
      throw new IllegalArgumentException("a tail of %d, fan out %d".formatted(tailRows, fanOut));
    }
  }

  /**
   * The tier of a page of that size. A page of tier 0 is about as large as a tail; each tier above
   * is larger by the fan out, and pages of the highest are merged no more.
   */
  int tier(long bytes) {
    long least = (long) tailBytes * fanOut / 2;
    int tier = 0;
    while (tier < topTier && bytes >= least) {
      tier++;
      least *= fanOut;
    }
    return tier;
  }
}
