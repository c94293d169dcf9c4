package dev.parley.file.upload;

import java.util.Optional;
import java.util.OptionalLong;

import jakarta.servlet.ServletInputStream;

/**
 * Bytes that are to be appended to an upload.
 *
 * @param offset where they belong: only where the upload stands
 * @param body the bytes
 * @param bodyLength how many, where the client says it beforehand
 * @param declaredLength the length of the upload, where this request tells it
 * @param checksum what the bytes must be, or nothing
 * @param interruption ends the waiting for more of the body
 */
record UploadPiece(long offset, ServletInputStream body, OptionalLong bodyLength, OptionalLong declaredLength,
        Optional<UploadChecksum> checksum, Runnable interruption) {}
