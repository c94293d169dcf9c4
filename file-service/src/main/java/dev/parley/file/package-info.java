/** Uploads, drives, sharing, downloads and blob storage. */
@NullMarked
package dev.parley.file;

import org.jspecify.annotations.NullMarked;
