/** The demonstration: a Spark driver that is killed and goes on. */
@NullMarked
package dev.cairn.cli.demo;

import org.jspecify.annotations.NullMarked;
