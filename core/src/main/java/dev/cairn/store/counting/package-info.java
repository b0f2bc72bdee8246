/** The decorator that counts requests and bytes, which is what an object store costs. */
@NullMarked
package dev.cairn.store.counting;

import org.jspecify.annotations.NullMarked;
