/** A sweep of trading strategies over real daily prices, one numbered unit per combination. */
@NullMarked
package dev.cairn.examples.backtest;

import org.jspecify.annotations.NullMarked;
