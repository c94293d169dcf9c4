package dev.parley.auth.session;

import java.security.MessageDigest;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The client that may introspect tokens. Both blank: nobody may. Only characters that mean the same with and without the
 * encoding which RFC 6749 (section 2.3.1) wants before Basic, and many clients forget.
 *
 * @param clientId the user name of Basic
 * @param clientSecret the password of Basic, at least 32 characters
 */
@ConfigurationProperties(prefix = "parley.auth.introspection", ignoreUnknownFields = false)
record IntrospectionSettings(@DefaultValue("") String clientId, @DefaultValue("") String clientSecret) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,100}");
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9._~-]{32,200}");

    IntrospectionSettings {
        boolean none = clientId.isEmpty() && clientSecret.isEmpty();
        if (!none && !(ID.matcher(clientId).matches() && SECRET.matcher(clientSecret).matches())) {
            throw new IllegalArgumentException(
                    "parley.auth.introspection: client-id and client-secret must both be empty,"
                            + " or letters, digits and . _ ~ - only, the secret at least 32 of them, as printed by: "
                            + "openssl rand -hex 32");
        }
    }

    /** Whether these are the client's id and secret; takes the same time for all of one length. */
    boolean areCredentials(String id, String secret) {
        boolean rightId = MessageDigest.isEqual(clientId.getBytes(UTF_8), id.getBytes(UTF_8));
        boolean rightSecret = MessageDigest.isEqual(clientSecret.getBytes(UTF_8), secret.getBytes(UTF_8));
        return !clientSecret.isEmpty() & rightId & rightSecret;
    }

    @Override
    public String toString() {
        return "IntrospectionSettings[clientId=" + clientId + ", clientSecret hidden]";
    }
}
