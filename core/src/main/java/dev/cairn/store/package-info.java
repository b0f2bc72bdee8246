/**
 * Where objects live: the {@link dev.cairn.store.ObjectStore} interface and its words. The stores
 * that need nothing but the JDK ({@code local}, {@code memory}) and the decorators are in the
 * packages below.
 */
@NullMarked
package dev.cairn.store;

import org.jspecify.annotations.NullMarked;
