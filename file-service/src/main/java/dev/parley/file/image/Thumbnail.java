package dev.parley.file.image;

/**
 * What is made of a picture.
 *
 * @param width of the picture as it is to be shown
 * @param height of the picture as it is to be shown
 * @param mediaType of the thumbnail
 * @param bytes the thumbnail; pixels and nothing else, no word of what the camera wrote down
 */
record Thumbnail(int width, int height, String mediaType, byte[] bytes) {}
