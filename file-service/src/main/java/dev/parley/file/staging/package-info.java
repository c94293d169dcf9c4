/** Where bytes lie from their arrival until they are in the blob store. */
@NullMarked
package dev.parley.file.staging;

import org.jspecify.annotations.NullMarked;
