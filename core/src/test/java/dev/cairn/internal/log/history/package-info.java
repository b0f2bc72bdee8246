/**
 * Random histories of a log, drawn from a seed. See {@link
 * dev.cairn.internal.log.history.RandomHistory}.
 */
@NullMarked
package dev.cairn.internal.log.history;

import org.jspecify.annotations.NullMarked;
