package dev.cairn.internal.log.explore;

/** What an actor asks the store, and waits to be answered. */
sealed interface Request {
  /** A put-if-absent of an entry into its slot. */
  record Put(Content content) implements Request {
    @Override
    public String toString() {
      return "puts " + content;
    }
  }

  /** A get of one slot. */
  record Get(long version) implements Request {
    @Override
    public String toString() {
      return "gets v" + version;
    }
  }

  /** A look for the newest entry. */
  record ListNewest() implements Request {
    @Override
    public String toString() {
      return "lists";
    }
  }
}
