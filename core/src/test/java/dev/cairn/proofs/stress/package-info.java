/**
 * Operations that two or three threads do at the same time, in every order that Lincheck comes to:
 * what they are told must have an explanation in which they were done one after the other.
 */
@NullMarked
package dev.cairn.proofs.stress;

import org.jspecify.annotations.NullMarked;
