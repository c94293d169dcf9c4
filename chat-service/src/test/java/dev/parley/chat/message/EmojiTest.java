package dev.parley.chat.message;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EmojiTest {

    @ParameterizedTest
    @ValueSource(strings = {"👍", "👍🏽", "❤️", "❤", "🇩🇪", "1️⃣", "#️⃣", "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "👩🏽‍❤️‍💋‍👨🏿", "🧑🏿‍🚀", "©️", "🫡"})
    void whatAPersonSeesAsOnePictureIsOneEmoji(String emoji) {
        assertThat(Emoji.isOne(emoji)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a", "1", "#", "ok", "👍👍", "👍 ", " 👍", "a👍", "é", "한", "\uD83D", "\uDC4D",
        "👍\uD83D",
        "\u200D", "\uFE0F", "👍\n", "🇩🇪🇫🇷"})
    void anythingElseIsNot(String text) {
        assertThat(Emoji.isOne(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 1_000_000})
    void onePictureWithTooManyMarksIsTooLong(int marks) {
        assertThat(Emoji.isOne("👍" + "\u0301".repeat(marks))).isFalse();
    }
}
