/**
 * The object store on Amazon S3 and what speaks its protocol. Stores are opened by {@code s3:} URIs
 * through {@link dev.cairn.store.ObjectStores}.
 */
@NullMarked
package dev.cairn.s3;

import org.jspecify.annotations.NullMarked;
