/**
 * The log of a process: what an entry holds ({@link dev.cairn.internal.log.Manifest}), how it
 * stands in an object ({@link dev.cairn.internal.log.EntryFormat}), how it is read ({@link
 * dev.cairn.internal.log.LogReader}) and the protocol by which it is written ({@link
 * dev.cairn.internal.log.CommitLog}). Knows the store and nothing above it.
 */
@NullMarked
package dev.cairn.internal.log;

import org.jspecify.annotations.NullMarked;
