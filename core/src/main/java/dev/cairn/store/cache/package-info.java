/** The decorator that keeps what was read in memory, for objects that never change. */
@NullMarked
package dev.cairn.store.cache;

import org.jspecify.annotations.NullMarked;
