/** What a user of Cairn imports. */
@NullMarked
package dev.cairn;

import org.jspecify.annotations.NullMarked;
