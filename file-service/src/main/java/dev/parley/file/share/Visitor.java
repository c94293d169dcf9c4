package dev.parley.file.share;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import dev.parley.platform.identity.Identity;

/**
 * Who opens a link.
 *
 * @param userId the person
 * @param authorization their access token, as it came
 * @param accessKey what they got for the password of the link, or null
 */
record Visitor(long userId, String authorization, @Nullable String accessKey) {

    static final String ACCESS_HEADER = "Parley-Share-Access";
    private static final String ACCESS_PARAMETER = "access";

    static Visitor of(Identity identity, HttpServletRequest request) {
        String key = request.getHeader(ACCESS_HEADER);
        return new Visitor(identity.userId(),
                Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION)).orElse(""),
                key == null ? request.getParameter(ACCESS_PARAMETER) : key);
    }

    @Override
    public String toString() {
        return "Visitor[" + userId + "]";
    }
}
