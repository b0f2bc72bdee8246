/** When to save and what to keep. */
@NullMarked
package dev.cairn.policy;

import org.jspecify.annotations.NullMarked;
