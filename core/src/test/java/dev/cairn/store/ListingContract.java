package dev.cairn.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of {@link ObjectStoreContract} about listings. */
public abstract class ListingContract extends StoreFixture {
  /** In the order of their bytes: '-' and '.' come before '/', digits after it, 'A' before 'a'. */
  private static final List<String> KEYS =
      List.of(
          "a-/x", "a-b", "a.b/c", "a/-", "a/.x", "a/0", "a/b-/y", "a/b.c", "a/b/c/d", "a/b/e",
          "a/b0", "a/z", "a0/x", "aA", "aa", "b/c", "z");

  private void createAll() {
    // Not in their order, so that a store that keeps the order of writing is found out.
    for (int i = KEYS.size() - 1; i >= 0; i--) {
      create(KEYS.get(i), "x".repeat(i));
    }
  }

  private List<String> pages(ListRequest first) {
    List<String> all = new ArrayList<>();
    Optional<ListRequest> next = Optional.of(first);
    while (next.isPresent()) {
      ListPage page = store.list(next.get());
      assertThat(page.objects().size() + page.folders().size()).isLessThanOrEqualTo(first.limit());
      assertThat(first.depth() == ListRequest.Depth.OBJECTS ? page.folders() : page.objects())
          .isEmpty();
      page.objects().forEach(object -> all.add(object.key().value()));
      page.folders().forEach(folder -> all.add(folder.value()));
      assertThat(new HashSet<>(all)).as("no result twice").hasSameSizeAs(all);
      next = page.continuation().map(first::after);
    }
    return all;
  }

  private static List<String> foldersOf(List<String> keys, String prefix) {
    var folders = new TreeSet<String>();
    for (String key : keys) {
      int slash = key.indexOf('/', prefix.length());
      if (key.startsWith(prefix) && slash > 0) {
        folders.add(key.substring(0, slash + 1));
      }
    }
    return List.copyOf(folders);
  }

  @Test
  void list_emptyStore_isEmpty() {
    ListPage nothing = new ListPage(List.of(), List.of(), Optional.empty());
    assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT))).isEqualTo(nothing);
    assertThat(store.list(ListRequest.folders(KeyPrefix.ROOT))).isEqualTo(nothing);
    assertThat(store.list(ListRequest.objects(new KeyPrefix("a/b/")))).isEqualTo(nothing);
    assertThat(store.list(ListRequest.folders(new KeyPrefix("a/b/")))).isEqualTo(nothing);
  }

  @Test
  void list_objects_inOrderOfBytesWithSizes() {
    assertThat(KEYS).isSorted();
    createAll();
    List<ObjectInfo> expected = new ArrayList<>();
    for (int i = 0; i < KEYS.size(); i++) {
      expected.add(new ObjectInfo(key(KEYS.get(i)), i));
    }
    assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT)).objects()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 16, 17, 18, 1000})
  void list_anyLimit_pagesTogetherAreTheWhole(int limit) {
    createAll();
    for (String prefix : List.of("", "a/", "a/b/", "a-/", "b/", "none/", "a/b/c/", "z/")) {
      var below = new KeyPrefix(prefix);
      assertThat(pages(ListRequest.objects(below).limit(limit)))
          .as("objects below '%s'", prefix)
          .isEqualTo(KEYS.stream().filter(key -> key.startsWith(prefix)).toList());
      assertThat(pages(ListRequest.folders(below).limit(limit)))
          .as("folders below '%s'", prefix)
          .isEqualTo(foldersOf(KEYS, prefix));
    }
  }

  @Test
  void list_limitOne_isTheFirstKey() {
    create("log/2", "");
    create("log/1", "");
    create("log/3", "");
    ListPage page = store.list(ListRequest.objects(new KeyPrefix("log/")).limit(1));
    assertThat(page.objects()).containsExactly(new ObjectInfo(key("log/1"), 0));
    assertThat(page.continuation()).isPresent();
  }

  @Test
  void list_folderWhoseObjectsWereDeleted_isNotThere() {
    create("a/b/c/d", "");
    create("a/x", "");
    store.delete(List.of(key("a/b/c/d")));
    assertThat(pages(ListRequest.folders(new KeyPrefix("a/")))).isEmpty();
    assertThat(pages(ListRequest.folders(KeyPrefix.ROOT))).containsExactly("a/");
    assertThat(pages(ListRequest.objects(KeyPrefix.ROOT))).containsExactly("a/x");
  }

  @Test
  void list_keyOfThePageBeforeWasDeleted_goesOnAfterIt() {
    createAll();
    ListRequest first = ListRequest.objects(KeyPrefix.ROOT).limit(7);
    ListPage page = store.list(first);
    store.delete(page.objects().stream().map(ObjectInfo::key).toList());
    assertThat(pages(first.after(page.continuation().orElseThrow())))
        .isEqualTo(KEYS.subList(page.objects().size(), KEYS.size()));
  }

  @Test
  void list_nameOfAnObjectAsPrefix_isEmpty() {
    create("a/b", "");
    create("a/bc/d", "");
    assertThat(pages(ListRequest.objects(new KeyPrefix("a/b/")))).isEmpty();
    assertThat(pages(ListRequest.folders(new KeyPrefix("a/b/")))).isEmpty();
  }
}
