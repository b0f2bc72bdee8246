/** From a strategy's signals to an equity path: next-open fills, costs, slippage. */
@NullMarked
package dev.cairn.examples.backtest.engine;

import org.jspecify.annotations.NullMarked;
