package dev.parley.file.upload;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.parley.file.FileProblem;
import dev.parley.file.content.Sha256;
import dev.parley.file.drive.FileDescription;
import dev.parley.file.drive.FileName;
import dev.parley.file.drive.Folders;
import dev.parley.file.drive.MediaTypes;
import dev.parley.platform.problem.ProblemException;

/**
 * The Upload-Metadata header (tus 1.0.0, creation): pairs of a key and a base64 value, separated by commas. Known keys are filename (or
 * name), filetype (or type) and sha256, the digest in hex that the content must turn out to have; others are kept and given back.
 */
record UploadMetadata(String header, Map<String, String> values) {

    private static final int LONGEST = 4096;

    /** Reads a header strictly; no header is no metadata. */
    static UploadMetadata parse(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return new UploadMetadata("", Map.of());
        }
        if (header.length() > LONGEST) {
            throw malformed("is longer than " + LONGEST + " characters");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : header.split(",", -1)) {
            String[] parts = pair.strip().split(" ", -1);
            if (parts.length > 2 || !isKey(parts[0])) {
                throw malformed("must be pairs of a key and a base64 value, separated by commas");
            }
            if (values.put(parts[0], parts.length == 1 ? "" : decode(parts[0], parts[1])) != null) {
                throw malformed("has the key " + parts[0] + " twice");
            }
        }
        return new UploadMetadata(header, values);
    }

    /** What it says of the file. */
    FileDescription description() {
        String name = FileName.normalize(first("filename", "name").orElse("unnamed"));
        FileName.violation(name).ifPresent(violation -> {
            throw malformed("has a filename that " + violation);
        });
        Optional<Sha256> declared = first("sha256", "sha256").map(text -> Sha256.parse(text)
                .orElseThrow(() -> malformed("has a sha256 that is not 64 hexadecimal digits")));
        return new FileDescription(name, MediaTypes.orOctets(first("filetype", "type").orElse(null)),
                declared.orElse(null));
    }

    /**
     * The folder that the file is for; 0 is the root of the drive.
     *
     * @throws ProblemException {@code folder-not-found} when it cannot be a folder at all
     */
    long folderId() {
        return Folders.parse(values.get("folder"));
    }

    private Optional<String> first(String key, String otherKey) {
        String value = values.getOrDefault(key, values.getOrDefault(otherKey, ""));
        return value.isBlank() ? Optional.empty() : Optional.of(value);
    }

    private static boolean isKey(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static String decode(String key, String value) {
        try {
            byte[] bytes = Base64.getDecoder().decode(value);
            return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException | CharacterCodingException unreadable) {
            throw malformed("has a value for " + key + " that is not UTF-8 in base64");
        }
    }

    private static ProblemException malformed(String message) {
        return new ProblemException(FileProblem.TUS_HEADER, "Upload-Metadata " + message);
    }
}
