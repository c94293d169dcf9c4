package dev.parley.chat.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A text as search sees it: compatibility forms, case and diacritics make no difference, and only letters and digits count. Where a script puts no
 * spaces between words, a run of its characters is found by the pairs of neighbours in it.
 *
 * <p>The rules are written out here, because the index must not change its mind with another version of Java's word boundaries.
 */
record Words(List<Run> runs) {

    private static final int MOST_CHARACTERS = 64;
    private static final Set<UnicodeScript> WITHOUT_SPACES = EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA, UnicodeScript.HANGUL, UnicodeScript.THAI, UnicodeScript.LAO, UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    Words {
        runs = List.copyOf(runs);
    }

    /**
     * Letters and digits in a row.
     *
     * @param unspaced whether the script puts no spaces between words, or, as in Korean, glues endings to them
     */
    record Run(String text, boolean unspaced) {

        private void addTerms(Set<String> terms) {
            int[] characters = text.codePoints().toArray();
            if (!unspaced || characters.length == 1) {
                terms.add(text);
                return;
            }
            for (int i = 0; i + 1 < characters.length; i++) {
                terms.add(new String(characters, i, 2));
            }
        }

        /** Whether somebody who looks for the other one has found this. */
        private boolean answers(Run wanted) {
            return wanted.unspaced && wanted.text.codePointCount(0, wanted.text.length()) > 1
                    ? unspaced && text.contains(wanted.text)
                    : text.equals(wanted.text);
        }
    }

    static Words of(String text) {
        String folded = fold(text);
        List<Run> runs = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        boolean unspaced = false;
        for (int i = 0; i < folded.length(); i += Character.charCount(folded.codePointAt(i))) {
            int c = folded.codePointAt(i);
            boolean counts = Character.isLetterOrDigit(c) || isMark(c) && !run.isEmpty();
            boolean unspacedHere = isMark(c) ? unspaced : WITHOUT_SPACES.contains(scriptOf(c, unspaced));
            if (!counts || unspacedHere != unspaced) {
                end(run, unspaced, runs);
            }
            if (counts) {
                unspaced = unspacedHere;
                run.appendCodePoint(c);
            }
        }
        end(run, unspaced, runs);
        return new Words(runs);
    }

    private static void end(StringBuilder run, boolean unspaced, List<Run> runs) {
        if (!run.isEmpty()) {
            String text = run.toString();
            // A run without spaces is a sentence and is kept whole; of a word nobody needs more than its beginning.
            runs.add(new Run(unspaced || text.codePointCount(0, text.length()) <= MOST_CHARACTERS
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS)), unspaced));
            run.setLength(0);
        }
    }

    /** Signs that several scripts share, such as the long vowel of Katakana, belong to what is before them. */
    private static UnicodeScript scriptOf(int c, boolean unspaced) {
        UnicodeScript script = UnicodeScript.of(c);
        return script == UnicodeScript.COMMON && unspaced && Character.isLetter(c) ? UnicodeScript.KATAKANA : script;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    /** NFKC and full case folding, without diacritics. */
    private static String fold(String text) {
        String compatible = Normalizer.normalize(text, Normalizer.Form.NFKC);
        String caseless = compatible.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('ς', 'σ');
        String apart = Normalizer.normalize(caseless, Normalizer.Form.NFD);
        StringBuilder bare = new StringBuilder(apart.length());
        apart.codePoints().filter(c -> !isDiacritic(c)).forEach(bare::appendCodePoint);
        return Normalizer.normalize(bare, Normalizer.Form.NFKC);
    }

    /** Accents, and the vowel points of Hebrew and Arabic, which are mostly left out. Vowels of other scripts are letters. */
    private static boolean isDiacritic(int c) {
        return c >= 0x0300 && c <= 0x036F || c >= 0x0591 && c <= 0x05C7 && isMark(c)
                || c >= 0x064B && c <= 0x065F || c == 0x0670;
    }

    /** What the index holds of this: the first so many different terms. */
    Set<String> terms(int most) {
        Set<String> terms = new LinkedHashSet<>();
        for (Run run : runs) {
            if (terms.size() >= most) {
                break;
            }
            run.addTerms(terms);
        }
        return terms.size() <= most ? terms : new LinkedHashSet<>(List.copyOf(terms).subList(0, most));
    }

    /** Whether all that is wanted is in here. */
    boolean answer(Words wanted) {
        return wanted.runs.stream().allMatch(one -> runs.stream().anyMatch(run -> run.answers(one)));
    }
}
