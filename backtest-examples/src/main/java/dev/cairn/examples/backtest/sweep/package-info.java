/** The sweep as a Spark program of its own, and what it says while it runs. */
@NullMarked
package dev.cairn.examples.backtest.sweep;

import org.jspecify.annotations.NullMarked;
