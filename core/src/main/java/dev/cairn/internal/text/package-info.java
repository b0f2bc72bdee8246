/** How foreign text stands in messages. */
@NullMarked
package dev.cairn.internal.text;

import org.jspecify.annotations.NullMarked;
