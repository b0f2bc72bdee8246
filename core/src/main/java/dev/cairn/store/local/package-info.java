/**
 * The store in a directory. {@link dev.cairn.store.local.LocalStore} holds the argument for why it
 * neither loses nor tears an object.
 */
@NullMarked
package dev.cairn.store.local;

import org.jspecify.annotations.NullMarked;
