package dev.cairn.internal.log.explore;

/** What an actor asks the store, and waits to be answered. */
sealed interface Request {
  /** The slot that is asked for; 0 when it is none. */
  long slot();

  /** A put-if-absent of an entry into its slot. */
  record Put(Content content) implements Request {
    @Override
    public long slot() {
      return content.version();
    }

    @Override
    public String toString() {
      return "puts " + content;
    }
  }

  /** A get of one slot. */
  record Get(long version) implements Request {
    @Override
    public long slot() {
      return version;
    }

    @Override
    public String toString() {
      return "gets v" + version;
    }
  }

  /** A look for the newest entry. */
  record ListNewest() implements Request {
    @Override
    public long slot() {
      return 0;
    }

    @Override
    public String toString() {
      return "lists";
    }
  }
}
