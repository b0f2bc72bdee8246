/** Which promises a server keeps. */
@NullMarked
package dev.cairn.benchmarks.conformance;

import org.jspecify.annotations.NullMarked;
