/**
 * Runs the real {@link dev.cairn.internal.log.CommitLog} through every interleaving of a few actors
 * and faults. See {@link dev.cairn.internal.log.explore.Explorer}.
 */
@NullMarked
package dev.cairn.internal.log.explore;

import org.jspecify.annotations.NullMarked;
