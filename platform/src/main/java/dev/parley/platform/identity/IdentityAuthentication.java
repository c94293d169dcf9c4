package dev.parley.platform.identity;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A verified {@link Identity} in Spring Security's terms. */
final class IdentityAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient Identity identity;

    IdentityAuthentication(Identity identity) {
        super(List.of());
        this.identity = identity;
        setAuthenticated(true);
    }

    @Override
    public Identity getPrincipal() {
        return identity;
    }

    /** The token is not kept: nothing after the check needs it from here. */
    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IdentityAuthentication that && identity.equals(that.identity);
    }

    @Override
    public int hashCode() {
        return identity.hashCode();
    }
}
