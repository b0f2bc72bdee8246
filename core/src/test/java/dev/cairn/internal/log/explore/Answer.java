package dev.cairn.internal.log.explore;

/** What the store answers. */
sealed interface Answer {
  Answer WRITTEN = new Said("written");
  Answer TAKEN = new Said("taken");
  Answer REFUSED = new Said("refused");
  Answer NOTHING = new Said("no answer");
  Answer ABSENT = new Said("absent");

  /** One of the answers that say all by their name. */
  record Said(String what) implements Answer {
    @Override
    public String toString() {
      return what;
    }
  }

  /** The entry that was asked for. */
  record Found(Content content) implements Answer {
    @Override
    public String toString() {
      return "found " + content;
    }
  }

  /** The version of the newest entry; 0 when there is none. */
  record Newest(long version) implements Answer {
    @Override
    public String toString() {
      return "newest is v" + version;
    }
  }
}
