/**
 * Runs: computations over numbered units whose results are written in parts, by many machines, and
 * put together again in the order of the units. Knows the store, and no engine.
 */
@NullMarked
package dev.cairn.run;

import org.jspecify.annotations.NullMarked;
