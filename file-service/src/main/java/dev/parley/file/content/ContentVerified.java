package dev.parley.file.content;

/**
 * The digests of a new content are known; it is to go to the blob store.
 *
 * @param contentId the unique file
 */
public record ContentVerified(long contentId) {}
