/**
 * Checkpoints in one file: a tar archive of the interchange format that POSIX.1-2001 describes
 * ({@link dev.cairn.internal.archive.TarWriter}, {@link dev.cairn.internal.archive.TarReader}) with
 * a readable index in it ({@link dev.cairn.internal.archive.ExportIndex}).
 */
@NullMarked
package dev.cairn.internal.archive;

import org.jspecify.annotations.NullMarked;
