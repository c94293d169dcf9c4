package dev.parley.auth.account;

/** Characters that show nothing, or only change how others are shown. White space is another matter. */
final class InvisibleCharacters {

    /** Default_Ignorable_Code_Point of Unicode, first and last of each range; the JDK does not know this property. */
    private static final int[][] DEFAULT_IGNORABLE = {{0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C},
        {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F},
        {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3},
        {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};

    private InvisibleCharacters() {}

    static boolean include(int character) {
        return isBlank(character) || Character.getType(character) == Character.FORMAT || isIgnorable(character);
    }

    /** Whether it turns the direction of the text that follows, as far as that goes: what is shown is not what is written. */
    static boolean turnTheText(int character) {
        return character >= 0x202A && character <= 0x202E || character >= 0x2066 && character <= 0x2069;
    }

    /** Symbols and letters drawn as empty room: Braille, a null notehead, Egyptian blanks, a Khitan filler. */
    private static boolean isBlank(int character) {
        return character == 0x2800 || character == 0x1D159 || character == 0x13441 || character == 0x13442
                || character == 0x16FE4;
    }

    private static boolean isIgnorable(int character) {
        for (int[] range : DEFAULT_IGNORABLE) {
            if (character >= range[0] && character <= range[1]) {
                return true;
            }
        }
        return false;
    }
}
