/** S3 servers to try things on. */
@NullMarked
package dev.cairn.benchmarks.server;

import org.jspecify.annotations.NullMarked;
