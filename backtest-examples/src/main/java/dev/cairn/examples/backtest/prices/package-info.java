/** Daily prices as a backtest needs them: adjusted, checked, immutable, read once per JVM. */
@NullMarked
package dev.cairn.examples.backtest.prices;

import org.jspecify.annotations.NullMarked;
