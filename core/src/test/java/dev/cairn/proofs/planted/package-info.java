/** Bugs that are planted into the code to see that the tests catch them. */
@NullMarked
package dev.cairn.proofs.planted;

import org.jspecify.annotations.NullMarked;
