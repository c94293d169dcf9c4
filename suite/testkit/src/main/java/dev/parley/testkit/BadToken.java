package dev.parley.testkit;

/**
 * An {@code Authorization} header that lets nobody in.
 *
 * @param name what is wrong with it, in words
 * @param authorization the value of the header, which may hold any characters; empty when there is no header
 * @param isSent whether that is a token at all: a refusal then says {@code invalid_token} (RFC 6750, section 3.1)
 */
public record BadToken(String name, String authorization, boolean isSent) {

    static BadToken sent(String name, String token) {
        return new BadToken(name, "Bearer " + token, true);
    }

    static BadToken none(String name, String authorization) {
        return new BadToken(name, authorization, false);
    }

    @Override
    public String toString() {
        return name;
    }
}
