package dev.parley.file.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate of a server, by an authority that only a test knows; both are made anew by the keytool of the JDK.
 *
 * @param server for the server that has the certificate
 * @param client for who trusts that authority and no other
 */
record TestCertificate(SSLContext server, SSLContext client) {

    private static final String PASSWORD = "only-a-test";

    /** Makes a certificate for a name as keytool writes it: "dns:a.net" or "ip:127.0.0.2". */
    static TestCertificate make(Path folder, String name) {
        Path file = folder.resolve("keys.p12");
        keytool(file, "-alias", "authority", "-dname", "CN=authority", "-ext", "bc=ca:true");
        keytool(file, "-alias", "server", "-dname", "CN=server", "-signer", "authority", "-ext", "san=" + name);
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore made = emptyStore();
            made.load(in, PASSWORD.toCharArray());
            return new TestCertificate(server(made), client(made));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext server(KeyStore made) throws GeneralSecurityException, IOException {
        KeyStore own = emptyStore();
        own.setKeyEntry("server", made.getKey("server", PASSWORD.toCharArray()), PASSWORD.toCharArray(),
                made.getCertificateChain("server"));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext client(KeyStore made) throws GeneralSecurityException, IOException {
        KeyStore trusted = emptyStore();
        trusted.setCertificateEntry("authority", made.getCertificate("authority"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static void keytool(Path file, String... what) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg", "EC",
                "-validity", "2", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD));
        Collections.addAll(command, what);
        try {
            int result = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (result != 0) {
                throw new IllegalStateException("keytool ended with " + result);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
