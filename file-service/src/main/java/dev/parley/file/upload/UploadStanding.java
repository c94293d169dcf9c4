package dev.parley.file.upload;

/**
 * An upload and how many of its bytes are here.
 *
 * @param upload the upload
 * @param offset how many bytes are here
 */
record UploadStanding(Upload upload, long offset) {}
