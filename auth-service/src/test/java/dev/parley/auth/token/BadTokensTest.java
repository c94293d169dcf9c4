package dev.parley.auth.token;

import java.net.URI;
import java.security.KeyPair;
import java.util.List;

import org.springframework.beans.factory.annotation.Autowired;

import dev.parley.auth.AuthServiceTest;
import dev.parley.testkit.BadTokensContract;
import dev.parley.testkit.ProtectedOperation;
import dev.parley.testkit.TestIssuer;

/** The service by itself. The tokens are made with the key that it signs with. */
class BadTokensTest extends AuthServiceTest implements BadTokensContract {

    @Autowired
    private SigningKeys keys;

    @Override
    public TestIssuer issuer() {
        SigningKey key = keys.current();
        return new TestIssuer(key.kid(), new KeyPair(key.publicKey(), key.privateKey()), clock);
    }

    @Override
    public URI server() {
        return URI.create("http://127.0.0.1:" + environment.getRequiredProperty("local.server.port"));
    }

    /** The operation is chosen so that a good token gets past it, though nobody ever logged in with it. */
    @Override
    public List<ProtectedOperation> operations() {
        return List.of(ProtectedOperation.get("/api/auth/users?username=nobody"));
    }
}
