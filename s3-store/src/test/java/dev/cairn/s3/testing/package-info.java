/** An S3 server for the tests of all modules. */
@NullMarked
package dev.cairn.s3.testing;

import org.jspecify.annotations.NullMarked;
