package org.quern.tokenizer;

import java.util.SplittableRandom;

/** Texts without an end of a word in sight, such as bring encoders to their knees. */
enum HostileText {
    ONE_LETTER {
        @Override
        int codePoint(SplittableRandom random) {
            return 'a';
        }
    },
    TWO_LETTERS {
        @Override
        int codePoint(SplittableRandom random) {
            return random.nextInt('a', 'c');
        }
    },
    LETTERS {
        @Override
        int codePoint(SplittableRandom random) {
            return random.nextInt('a', 'z' + 1);
        }
    },
    SPACES {
        @Override
        int codePoint(SplittableRandom random) {
            return ' ';
        }
    },
    LINES {
        @Override
        int codePoint(SplittableRandom random) {
            return '\n';
        }
    },
    DIGITS {
        @Override
        int codePoint(SplittableRandom random) {
            return random.nextInt('0', '9' + 1);
        }
    },
    PUNCTUATION {
        @Override
        int codePoint(SplittableRandom random) {
            return "!\"#$%&()*+,-./:;<=>?@[]^_`{|}~".charAt(random.nextInt(30));
        }
    },
    IDEOGRAPHS {
        @Override
        int codePoint(SplittableRandom random) {
            return random.nextInt(0x4E00, 0xA000);
        }
    },
    ACCENTS {
        @Override
        int codePoint(SplittableRandom random) {
            return random.nextBoolean() ? 'e' : random.nextInt(0x300, 0x370);
        }
    },
    EVERY_PLANE {
        @Override
        int codePoint(SplittableRandom random) {
            return random.nextInt(0x10000, Character.MAX_CODE_POINT + 1);
        }
    };

    abstract int codePoint(SplittableRandom random);

    /** A text of so many bytes of UTF-8, about; always the same. */
    String text(int bytes) {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder(bytes);
        for (int length = 0; length < bytes; ) {
            int codePoint = codePoint(random);
            text.appendCodePoint(codePoint);
            length += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
        }
        return text.toString();
    }
}
