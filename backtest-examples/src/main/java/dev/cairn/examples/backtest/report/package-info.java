/** The self-contained HTML report of a sweep, and its table for a console. */
@NullMarked
package dev.cairn.examples.backtest.report;

import org.jspecify.annotations.NullMarked;
