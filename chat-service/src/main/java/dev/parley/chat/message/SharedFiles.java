package dev.parley.chat.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

import dev.parley.chat.operation.OperationRefused;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.platform.id.Ids;

/**
 * The files behind share links, as file-service knows them. Who has the token of a link may attach it: so a client's word is taken for
 * nothing but the token. A link that opens for one channel is not attached in another one. What was found is remembered for some minutes; what was not, never.
 */
@Component
class SharedFiles {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final Duration MEMORY = Duration.ofMinutes(5);
    private static final int REMEMBERED = 10_000;
    private static final String REJECTED = "rejected";

    private final RestClient files;
    private final Cache<String, Known> known = Caffeine.newBuilder()
            .expireAfterWrite(MEMORY)
            .maximumSize(REMEMBERED)
            .build();

    SharedFiles(@Qualifier("serviceRestClientBuilder") RestClient.Builder builder) {
        this.files = builder.clone().baseUrl("http://file-service").build();
    }

    /** A file as it is stored with a message, and shown: {@code share} opens it. */
    record Attachment(String share, String name, long size, String mediaType) {}

    private record SharedFile(String name, long size, String mediaType, String status, @Nullable String channelId) {}

    private record Known(Attachment attachment, Optional<String> channelId) {}

    /**
     * The files behind these tokens, in their order, to be attached in a channel. Blocks.
     *
     * @throws OperationRefused {@code share-not-found}, also when the link is of another channel; {@code files-unavailable} when
     *         file-service does not answer
     */
    List<Attachment> behind(List<String> tokens, long channelId) {
        List<Attachment> attachments = new ArrayList<>(tokens.size());
        for (String token : tokens) {
            Known found = known.getIfPresent(token);
            if (found == null) {
                found = ask(token);
                known.put(token, found);
            }
            if (!found.channelId().orElse(Ids.format(channelId)).equals(Ids.format(channelId))) {
                throw notFound();
            }
            attachments.add(found.attachment());
        }
        return List.copyOf(attachments);
    }

    private Known ask(String token) {
        if (!TOKEN.matcher(token).matches()) {
            throw notFound();
        }
        try {
            return files.get().uri("/internal/shares/{token}", token)
                    .exchange((request, response) -> {
                        if (response.getStatusCode().is4xxClientError()) {
                            throw notFound(); // it never was, was taken back, or its time is over
                        }
                        SharedFile file = response.getStatusCode().isSameCodeAs(HttpStatus.OK)
                                ? response.bodyTo(SharedFile.class)
                                : null;
                        return attachment(token, Optional.ofNullable(file));
                    });
        } catch (RestClientException | IllegalStateException e) {
            throw new OperationRefused(ChatProblem.FILES_UNAVAILABLE, "file-service does not answer");
        }
    }

    private static Known attachment(String token, Optional<SharedFile> answer) {
        SharedFile file = answer.orElseThrow(
                () -> new OperationRefused(ChatProblem.FILES_UNAVAILABLE, "file-service could not tell"));
        if (file.status().equals(REJECTED)) {
            throw notFound();
        }
        return new Known(new Attachment(token, file.name(), file.size(), file.mediaType()),
                Optional.ofNullable(file.channelId()));
    }

    private static OperationRefused notFound() {
        // The token as it came is not repeated: it may be anything.
        return new OperationRefused(ChatProblem.SHARE_NOT_FOUND, "one of the attachments is not a file that is shared");
    }
}
