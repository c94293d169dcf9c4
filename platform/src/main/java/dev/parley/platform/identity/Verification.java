package dev.parley.platform.identity;

/** What a look at an access token found. */
public sealed interface Verification {

    /** Signature, type, issuer, audience and time are right. Whether the session still stands is another question. */
    record Valid(Identity identity) implements Verification {}

    /**
     * The token is not one of ours, or no longer.
     *
     * @param reason for the log and the {@code error_description} of RFC 6750; says nothing that helps to forge one
     */
    record Invalid(String reason) implements Verification {}

    /** The keys cannot be had at the moment, so that nothing can be said about the token. */
    record Unavailable(String reason) implements Verification {}
}
