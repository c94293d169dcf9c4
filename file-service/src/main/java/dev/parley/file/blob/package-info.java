/** Where finished contents lie: one port, a directory or any S3 behind it. */
@NullMarked
package dev.parley.file.blob;

import org.jspecify.annotations.NullMarked;
