package dev.parley.file.content;

/**
 * Nothing refers to an object in the blob store any more; it is to be removed.
 *
 * @param blobKey its name in the blob store
 */
public record StoredBytesReleased(String blobKey) {}
