/**
 * Thousands of blows at the objects of one store, one at a time, each drawn from a seed: whatever
 * is read afterwards is right, or the damage is reported.
 */
@NullMarked
package dev.cairn.damage;

import org.jspecify.annotations.NullMarked;
