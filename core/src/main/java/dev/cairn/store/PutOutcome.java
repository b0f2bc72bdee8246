package dev.cairn.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/** How a put ended that the store answered. */
public sealed interface PutOutcome {
  /**
   * The object is stored.
   *
   * @param versionId the store's own name for the object as this put left it, by which it can be
   *     had again after the key was written anew or deleted; empty when the store keeps no versions
   */
  record Written(Optional<String> versionId) implements PutOutcome {
    /** The most bytes that a version id has in UTF-8. It is S3's limit. */
    public static final int MAX_VERSION_ID_BYTES = 1024;

    /**
     * Checks the version id.
     *
     * @throws IllegalArgumentException when it is none, see {@link #isVersionId}
     */
    public Written {
      if (versionId.isPresent() && !isVersionId(versionId.get())) {
        throw new IllegalArgumentException(
            "A version id has 1 to %d bytes of UTF-8 and only characters that can be shown. Leave out what the store calls otherwise."
                .formatted(MAX_VERSION_ID_BYTES));
      }
    }

    /** In a store that keeps no versions. */
    public Written() {
      this(Optional.empty());
    }

    /**
     * Whether a text can be a version id: 1 to {@value #MAX_VERSION_ID_BYTES} bytes of UTF-8,
     * without control and format characters, line separators and halves of surrogate pairs.
     */
    public static boolean isVersionId(String text) {
      return !text.isEmpty()
          && text.length() <= MAX_VERSION_ID_BYTES
          && text.codePoints().allMatch(Written::canBeShown)
          && text.getBytes(UTF_8).length <= MAX_VERSION_ID_BYTES;
    }

    /** Such as {@code Written[]}, with the version id where there is one. */
    @Override
    public String toString() {
      return "Written[" + versionId.orElse("") + "]";
    }

    private static boolean canBeShown(int character) {
      return switch (Character.getType(character)) {
        case Character.CONTROL,
            Character.FORMAT,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR,
            Character.SURROGATE ->
            false;
        default -> true;
      };
    }
  }

  /**
   * The condition was {@link WriteCondition#IF_ABSENT} and the key held an object; nothing was
   * changed.
   */
  record AlreadyExists() implements PutOutcome {}
}
