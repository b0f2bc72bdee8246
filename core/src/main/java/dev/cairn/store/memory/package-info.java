/** The store in this JVM's memory, for tests and for trying things out. */
@NullMarked
package dev.cairn.store.memory;

import org.jspecify.annotations.NullMarked;
