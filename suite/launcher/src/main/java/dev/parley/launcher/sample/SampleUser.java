package dev.parley.launcher.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import dev.parley.launcher.home.CannotStartException;

/**
 * A person who exists in every suite on one machine. Logging them in shows that the way through gateway, auth-service and store is open.
 *
 * @param username as registered
 * @param password as registered; nothing in it needs escaping in JSON
 */
public record SampleUser(String username, String password) {

    /**
     * Logs the person in; registers them first when they do not exist.
     *
     * @throws CannotStartException when the suite does not answer as it should
     */
    public void logIn(URI gateway) {
        int status = post(gateway.resolve("/api/auth/login"));
        if (status == 401) {
            int registered = post(gateway.resolve("/api/auth/register"));
            if (registered != 201) {
                throw new CannotStartException(
                        "The sample user " + username + " cannot be registered: auth-service answers " + registered
                                + (registered == 409 ? ", so it exists with another password." : "."));
            }
            status = post(gateway.resolve("/api/auth/login"));
        }
        if (status != 200) {
            throw new CannotStartException(
                    "The sample user " + username + " cannot log in: the answer is " + status + ".");
        }
    }

    private int post(URI address) {
        String json = "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}";
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(5_000);
            connection.setReadTimeout(60_000);
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            try (OutputStream body = connection.getOutputStream()) {
                body.write(json.getBytes(StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            try (InputStream answer = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                if (answer != null) {
                    answer.transferTo(OutputStream.nullOutputStream());
                }
            }
            return status;
        } catch (IOException e) {
            throw new CannotStartException("The gateway does not answer at " + address + ": " + e.getMessage() + ".",
                    e);
        }
    }
}
