/** What may go, and its going. */
@NullMarked
package dev.cairn.internal.collect;

import org.jspecify.annotations.NullMarked;
