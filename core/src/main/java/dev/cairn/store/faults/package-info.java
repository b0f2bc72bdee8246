/**
 * The decorator that makes a store fail on purpose: requests and answers that get lost, writes that
 * land late, conflicts that tell nothing, refusals, and other clients' requests at an exact point.
 */
@NullMarked
package dev.cairn.store.faults;

import org.jspecify.annotations.NullMarked;
