/** Items to bytes and back. */
@NullMarked
package dev.cairn.codec;

import org.jspecify.annotations.NullMarked;
