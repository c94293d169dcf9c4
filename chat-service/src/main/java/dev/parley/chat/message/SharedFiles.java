package dev.parley.chat.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

import dev.parley.chat.operation.OperationRefused;
import dev.parley.chat.problem.ChatProblem;

/**
 * The files behind share links, as file-service knows them. Who has the token of a link may attach it: so a client's word is taken for
 * nothing but the token. What was found is remembered for some minutes; what was not, never.
 */
@Component
class SharedFiles {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final Duration MEMORY = Duration.ofMinutes(5);
    private static final int REMEMBERED = 10_000;
    private static final String REJECTED = "rejected";

    private final RestClient files;
    private final Cache<String, Attachment> known = Caffeine.newBuilder()
            .expireAfterWrite(MEMORY)
            .maximumSize(REMEMBERED)
            .build();

    SharedFiles(@Qualifier("serviceRestClientBuilder") RestClient.Builder builder) {
        this.files = builder.clone().baseUrl("http://file-service").build();
    }

    /** A file as it is stored with a message, and shown: {@code share} opens it. */
    record Attachment(String share, String name, long size, String mediaType) {}

    private record SharedFile(String name, long size, String mediaType, String status) {}

    /**
     * The files behind these tokens, in their order. Blocks.
     *
     * @throws OperationRefused {@code share-not-found}; {@code files-unavailable} when file-service does not answer
     */
    List<Attachment> behind(List<String> tokens) {
        List<Attachment> attachments = new ArrayList<>(tokens.size());
        for (String token : tokens) {
            Attachment attachment = known.getIfPresent(token);
            if (attachment == null) {
                attachment = ask(token);
                known.put(token, attachment);
            }
            attachments.add(attachment);
        }
        return List.copyOf(attachments);
    }

    private Attachment ask(String token) {
        if (!TOKEN.matcher(token).matches()) {
            throw notFound();
        }
        try {
            return files.get().uri("/internal/shares/{token}", token)
                    .exchange((request, response) -> {
                        if (response.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND)) {
                            throw notFound();
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

    private static Attachment attachment(String token, Optional<SharedFile> answer) {
        SharedFile file = answer.orElseThrow(
                () -> new OperationRefused(ChatProblem.FILES_UNAVAILABLE, "file-service could not tell"));
        if (file.status().equals(REJECTED)) {
            throw notFound();
        }
        return new Attachment(token, file.name(), file.size(), file.mediaType());
    }

    private static OperationRefused notFound() {
        // The token as it came is not repeated: it may be anything.
        return new OperationRefused(ChatProblem.SHARE_NOT_FOUND, "one of the attachments is not a file that is shared");
    }
}
