/** The demonstration: a sweep on Spark that is killed and goes on. */
@NullMarked
package dev.cairn.cli.demo;

import org.jspecify.annotations.NullMarked;
