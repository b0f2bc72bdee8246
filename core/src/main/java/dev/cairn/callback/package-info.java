/**
 * Loops of usual shapes on a checkpoint manager: the trials of a study, the episodes of an agent.
 */
@NullMarked
package dev.cairn.callback;

import org.jspecify.annotations.NullMarked;
