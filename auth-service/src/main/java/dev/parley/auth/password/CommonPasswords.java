package dev.parley.auth.password;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The passwords that are guessed first: a list that comes with the service, in any case. It is kept as it is stored, sorted
 * lines of UTF-8, and searched by halves; as a set of strings it would take ten times the memory.
 */
final class CommonPasswords {

    private static final byte LINE_END = '\n';

    private final byte[] lines;

    private CommonPasswords(byte[] lines) {
        this.lines = lines;
    }

    /** Reads the list. */
    static CommonPasswords load() {
        try (InputStream file = CommonPasswords.class.getResourceAsStream("common-passwords.txt")) {
            if (file == null) {
                throw new IllegalStateException("common-passwords.txt is missing");
            }
            return new CommonPasswords(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A password in the form in which the list has it: NFC, lower case. */
    static String fold(String password) {
        String normalised = Normalizer.normalize(password, Normalizer.Form.NFC);
        return Normalizer.normalize(normalised.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    boolean contains(String password) {
        byte[] wanted = fold(password).getBytes(UTF_8);
        int low = 0; // the beginning of a line, as is high, or its end
        int high = lines.length;
        while (low < high) {
            int begin = beginOfLine((low + high) >>> 1);
            int end = endOfLine(begin);
            int order = Arrays.compareUnsigned(lines, begin, end, wanted, 0, wanted.length);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = end + 1;
            } else {
                high = begin;
            }
        }
        return false;
    }

    private int beginOfLine(int within) {
        int begin = within;
        while (begin > 0 && lines[begin - 1] != LINE_END) {
            begin--;
        }
        return begin;
    }

    private int endOfLine(int begin) {
        int end = begin;
        while (lines[end] != LINE_END) {
            end++;
        }
        return end;
    }
}
