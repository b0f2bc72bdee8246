/** What the long proofs have in common; see "Proofs" in {@code docs/failure-model.md}. */
@NullMarked
package dev.cairn.proofs;

import org.jspecify.annotations.NullMarked;
