/** Resumable uploads: tus 1.0.0. */
@NullMarked
package dev.parley.file.upload;

import org.jspecify.annotations.NullMarked;
