package dev.parley.file.share;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

import dev.parley.file.FileProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/**
 * Who belongs to a channel, by what chat-service says to the person's own access token. A yes is remembered for a few seconds
 * ({@code parley.shares.members-known-for}), a no never.
 */
@Component
class ChannelMembers {

    private static final int REMEMBERED = 50_000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private record Membership(long channelId, long userId) {}

    private final RestClient chat;
    private final Cache<Membership, Boolean> known;

    ChannelMembers(@Qualifier("serviceRestClientBuilder") RestClient.Builder builder, ShareSettings settings) {
        this.chat = builder.clone().baseUrl("http://chat-service").build();
        this.known = Caffeine.newBuilder().expireAfterWrite(settings.membersKnownFor()).maximumSize(REMEMBERED)
                .build();
    }

    /**
     * Whether the visitor belongs to the channel. May block for chat-service.
     *
     * @throws ProblemException {@code chat-unavailable} when chat-service does not say
     */
    boolean has(long channelId, Visitor visitor) {
        Membership membership = new Membership(channelId, visitor.userId());
        if (known.getIfPresent(membership) != null) {
            return true;
        }
        boolean member = ask(channelId, visitor.authorization());
        if (member) {
            known.put(membership, true);
        }
        return member;
    }

    private boolean ask(long channelId, String authorization) {
        try {
            return chat.get().uri("/internal/channels/{id}/membership", Ids.format(channelId))
                    .header(HttpHeaders.AUTHORIZATION, authorization)
                    .exchange((request, response) -> {
                        if (response.getStatusCode().isSameCodeAs(HttpStatus.NO_CONTENT)) {
                            return true;
                        }
                        if (response.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND)) {
                            return false;
                        }
                        throw away();
                    });
        } catch (RestClientException | IllegalStateException unreachable) { // the latter: no instance is known
            throw away();
        }
    }

    private static ProblemException away() {
        return new ProblemException(FileProblem.CHAT_UNAVAILABLE,
                "chat-service does not say who belongs to the channel")
                .retryAfter(RETRY_AFTER);
    }
}
