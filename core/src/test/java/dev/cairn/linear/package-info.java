/**
 * Whether what several machines did to one process, and what they were told, has an order in which
 * each of them did it at one moment between its question and its answer (Herlihy and Wing,
 * "Linearizability", 1990).
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.linear;
