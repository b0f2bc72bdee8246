/** Strategy families made of ta4j rules, and the numbered grid of their parameters. */
@NullMarked
package dev.cairn.examples.backtest.strategy;

import org.jspecify.annotations.NullMarked;
