/** Folders and selections of a drive as one zip, made while it is sent. */
@NullMarked
package dev.parley.file.zip;

import org.jspecify.annotations.NullMarked;
