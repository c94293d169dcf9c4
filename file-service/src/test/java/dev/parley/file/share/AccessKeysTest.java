package dev.parley.file.share;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.file.content.SigningKey;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

class AccessKeysTest extends ShareCalls {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @Autowired
    private SigningKey signing;
    @Autowired
    private ShareSettings settings;

    private final Share share = new Share(Ids.next(), 1, annId, new ShareTerms("hash", null, null, null), 0, NOW);

    @Test
    void aKeyOpensUntilItsTimeIsOver() {
        AccessKeys.AccessKey key = at(NOW).make(share, "hash", benId);

        assertThat(key.expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(1)));
        assertThat(at(NOW.plusSeconds(3599)).opens(key.text(), share, "hash", benId)).isTrue();
        assertThat(at(NOW.plusSeconds(3600)).opens(key.text(), share, "hash", benId)).isFalse();
    }

    @Test
    void aKeyIsOfOnePersonOneLinkAndOnePassword() {
        AccessKeys keys = at(NOW);
        String key = keys.make(share, "hash", benId).text();
        Share other = new Share(share.id() + 1, 1, annId, share.terms(), 0, NOW);

        assertThat(keys.opens(key, share, "hash", benId)).isTrue();
        assertThat(keys.opens(key, share, "hash", carlId)).isFalse();
        assertThat(keys.opens(key, other, "hash", benId)).isFalse();
        assertThat(keys.opens(key, share, "another", benId)).isFalse();
    }

    private AccessKeys at(Instant now) {
        return new AccessKeys(signing, settings, Clock.fixed(now, ZoneOffset.UTC));
    }
}
