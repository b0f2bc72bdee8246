/**
 * Histories of several machines on one process, drawn from a seed: the real code of the log, the
 * manager, the collector and the ledger of runs, on a network, a disk and clocks that are not real.
 * One thread at a time goes on, and the {@link dev.cairn.simulation.Scheduler} says which, so a
 * seed gives one history. {@link dev.cairn.simulation.World} is where to start reading.
 */
@NullMarked
package dev.cairn.simulation;

import org.jspecify.annotations.NullMarked;
