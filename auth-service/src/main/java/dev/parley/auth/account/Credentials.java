package dev.parley.auth.account;

/** What a login is checked against. */
public record Credentials(long userId, String passwordHash) {

    @Override
    public String toString() {
        return "Credentials[userId=" + userId + ", passwordHash=hidden]";
    }
}
