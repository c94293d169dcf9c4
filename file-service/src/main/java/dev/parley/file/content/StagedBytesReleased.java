package dev.parley.file.content;

/**
 * Nothing refers to a staged file any more; it is to be removed.
 *
 * @param stagingKey its name in the staging area
 */
public record StagedBytesReleased(String stagingKey) {}
