package dev.parley.file.processing;

import java.util.List;

/**
 * What hash-service is asked for.
 *
 * @param contentUrl where it reads the content
 * @param algorithms which digests it computes
 * @param size how many bytes there are
 */
record HashRequest(String contentUrl, List<String> algorithms, long size) {}
