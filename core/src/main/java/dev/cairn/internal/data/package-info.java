/**
 * The bytes of a state: cut into chunks, compressed and uploaded on the way to the store ({@link
 * dev.cairn.internal.data.StateWriter}); fetched and verified on the way back ({@link
 * dev.cairn.internal.data.StateReader}).
 */
@NullMarked
package dev.cairn.internal.data;

import org.jspecify.annotations.NullMarked;
