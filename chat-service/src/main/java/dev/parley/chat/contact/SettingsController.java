package dev.parley.chat.contact;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;

/** What a person has chosen: each sees and changes their own only. The methods block: WebFlux runs them on virtual threads. */
@RestController
@RequestMapping("/api/chat/settings")
class SettingsController {

    private final UserSettings settings;
    private final ContactNews news;

    SettingsController(UserSettings settings, ContactNews news) {
        this.settings = settings;
        this.news = news;
    }

    record SettingsView(@Nullable String whoMayWrite) {}

    @GetMapping
    SettingsView get(@AuthenticationPrincipal Identity me) {
        return new SettingsView(settings.whoMayWrite(me.userId()).externalName());
    }

    /** Changes what is given, and leaves the rest as it is. */
    @PatchMapping
    SettingsView change(@RequestBody SettingsView wanted, @AuthenticationPrincipal Identity me) {
        if (wanted.whoMayWrite() != null) {
            settings.choose(me.userId(), WhoMayWrite.named(wanted.whoMayWrite())
                    .orElseThrow(() -> InvalidRequest.of("whoMayWrite", "must be everyone or contacts")));
            news.tellChoice(me.userId());
        }
        return get(me);
    }
}
