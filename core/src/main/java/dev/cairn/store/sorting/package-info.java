/** Listings in order, from stores that list without one. */
@NullMarked
package dev.cairn.store.sorting;

import org.jspecify.annotations.NullMarked;
