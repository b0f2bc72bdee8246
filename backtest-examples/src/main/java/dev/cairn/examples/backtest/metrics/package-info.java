/** What an equity path was worth: return, risk, drawdown, exposure. */
@NullMarked
package dev.cairn.examples.backtest.metrics;

import org.jspecify.annotations.NullMarked;
