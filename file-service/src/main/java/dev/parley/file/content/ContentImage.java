package dev.parley.file.content;

/**
 * A content as a picture that has a thumbnail.
 *
 * @param width in pixels, as it is to be shown
 * @param height in pixels, as it is to be shown
 * @param thumbnailType the media type of the thumbnail
 */
public record ContentImage(int width, int height, String thumbnailType) {}
