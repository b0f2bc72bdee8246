/**
 * Inputs that somebody made up, by the hundred thousand: whatever a store, a file, a user or a URI
 * may say, the answer is a value or an error of Cairn, in one line, with little memory and without
 * a hang.
 */
@org.jspecify.annotations.NullMarked
package dev.cairn.hostile;
