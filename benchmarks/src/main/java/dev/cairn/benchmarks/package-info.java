/** What S3 servers do with the store, and how fast. */
@NullMarked
package dev.cairn.benchmarks;

import org.jspecify.annotations.NullMarked;
