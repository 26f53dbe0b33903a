package org.quern.tokenizer;

import com.ibm.icu.text.FilteredNormalizer2;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;

/** What a tokenizer does to a text before it splits it. */
enum TextNormalizer {
    /** Nothing. */
    NONE {
        @Override
        String apply(String text) {
            return text;
        }
    },
    /** Canonical composition, as Qwen2's and so MiMo's. */
    NFC {
        @Override
        String apply(String text) {
            return isSimple(text) ? text : Composition.UNICODE_9.normalize(text);
        }
    };

    /** The text that is split; the same object where nothing changes and that is easily seen. */
    abstract String apply(String text);

    /** Whether all characters lie below the first that composition can change. */
    private static boolean isSimple(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x300) {
                return false;
            }
        }
        return true;
    }

    private static final class Composition {
        /**
         * Hugging Face tokenizers has the tables of Unicode 9. What was assigned later, it lets through, as a character
         * that nothing composes with.
         */
        static final Normalizer2 UNICODE_9 =
                new FilteredNormalizer2(Normalizer2.getNFCInstance(), new UnicodeSet("[:age=9.0:]").freeze());
    }
}
