/** How fast checkpoints are saved and restored, next to what else moves bytes to S3. */
@NullMarked
package dev.cairn.benchmarks.throughput;

import org.jspecify.annotations.NullMarked;
