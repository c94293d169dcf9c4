package dev.parley.file.upload;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

import dev.parley.file.staging.StagingArea;

/**
 * Where uploads stood a moment ago, for lists of them. Redis knows it of uploads that no request writes to; of others, and while Redis is
 * away, the staged file tells.
 */
@Component
class UploadOffsets {

    /** The key of an upload's offset: {@code parley:uploads:offset:<id>}. Taking the lease removes it. */
    static final String KEYS = "parley:uploads:offset:";

    private static final Logger LOG = LoggerFactory.getLogger(UploadOffsets.class);
    private static final Duration KEPT = Duration.ofHours(24);

    private final StringRedisTemplate redis;
    private final StagingArea staging;

    UploadOffsets(StringRedisTemplate redis, StagingArea staging) {
        this.redis = redis;
        this.staging = staging;
    }

    /** Remembers an offset; whoever calls does not wait for it. */
    void remember(Upload upload, long offset) {
        Thread.startVirtualThread(() -> {
            try {
                redis.opsForValue().set(KEYS + upload.id(), Long.toString(offset), KEPT);
            } catch (DataAccessException away) {
                LOG.debug("Redis is away", away);
            }
        });
    }

    /** The offsets of open uploads, by id. One whose file was removed at this moment is missing. */
    Map<Long, Long> of(List<Upload> uploads) throws IOException {
        Map<Long, Long> offsets = remembered(uploads);
        for (Upload upload : uploads) {
            if (!offsets.containsKey(upload.id())) {
                staged(upload).ifPresent(offset -> offsets.put(upload.id(), offset));
            }
        }
        return offsets;
    }

    private OptionalLong staged(Upload upload) throws IOException {
        if (upload.unverifiedFrom() != Upload.UNKNOWN) {
            return OptionalLong.of(upload.unverifiedFrom());
        }
        OptionalLong size = staging.size(upload.stagingKey());
        return size.isEmpty() && upload.parts().isPresent() ? OptionalLong.of(0) : size;
    }

    private Map<Long, Long> remembered(List<Upload> uploads) {
        Map<Long, Long> offsets = new HashMap<>();
        if (uploads.isEmpty()) {
            return offsets;
        }
        try {
            List<String> keys = uploads.stream().map(upload -> KEYS + upload.id()).toList();
            List<String> values = Objects.requireNonNullElse(redis.opsForValue().multiGet(keys), List.of());
            for (int i = 0; i < values.size(); i++) {
                String value = values.get(i);
                if (value != null) {
                    offsets.put(uploads.get(i).id(), Long.parseLong(value));
                }
            }
        } catch (DataAccessException away) {
            LOG.debug("Redis is away", away);
        }
        return offsets;
    }
}
