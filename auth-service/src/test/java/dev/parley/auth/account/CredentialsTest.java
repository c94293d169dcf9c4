package dev.parley.auth.account;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CredentialsTest {

    @Test
    void printingThemShowsNoHash() {
        assertThat(new Credentials(1, "$argon2id$secret")).asString().doesNotContain("argon2id");
        assertThat(new AccountController.Registration("bob", "open sesame", null)).asString().doesNotContain("sesame");
        assertThat(new OwnAccountController.PasswordChange("open sesame", "sesame 2")).asString()
                .doesNotContain("sesame");
        assertThat(new OwnAccountController.Deletion("open sesame")).asString().doesNotContain("sesame");
    }
}
