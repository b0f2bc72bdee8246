/** A disk whose power fails: what a directory may look like afterwards, by the rules of POSIX. */
@NullMarked
package dev.cairn.store.local.power;

import org.jspecify.annotations.NullMarked;
