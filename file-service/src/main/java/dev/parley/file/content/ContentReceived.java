package dev.parley.file.content;

/**
 * A content has arrived whole; its digests are to be computed.
 *
 * @param contentId the unique file
 * @param size in bytes
 * @param attempt 0 for the first time
 */
public record ContentReceived(long contentId, long size, int attempt) {}
