package org.quern.ingest.html;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Attributes;
import org.jsoup.nodes.Element;

/**
 * What an author's class names and ids say of elements: words that the web uses alike, none of one site. A name such as
 * {@code post-body} or {@code postBody} is two words; that it is a post would be said by its last word.
 */
final class ClassWords {
    /** Beside the content. */
    static final int ASIDE = 1;

    /** A contribution to a discussion. */
    static final int POST = 1 << 1;

    /** A post that answers another, or a remark about an article. */
    static final int COMMENT = 1 << 2;

    static final int QUESTION = 1 << 3;
    static final int ANSWER = 1 << 4;
    static final int ACCEPTED = 1 << 5;

    /** Who wrote it. */
    static final int AUTHOR = 1 << 6;

    /** What the author is to the place: a moderator, the owner. */
    static final int ROLE = 1 << 7;

    /** In a post, the text itself. */
    static final int BODY = 1 << 8;

    /** Beside the text of a post. */
    static final int POST_ASIDE = 1 << 9;

    /** Something quoted from another page. */
    static final int EMBED = 1 << 10;

    /** Perhaps a formula or a rendering of one. */
    static final int MATH = 1 << 11;

    /** Remarks of readers: beside the content of an article, content in a discussion. */
    static final int REMARK = 1 << 12;

    /** Perhaps the numbers of lines of code. */
    static final int GUTTER = 1 << 13;

    /** With a word for an author: the author's role. */
    static final int TITLE = 1 << 14;

    /** The author keeps order. */
    static final int MODERATOR = 1 << 15;

    /** Code, or the box that frames it. */
    static final int CODE = 1 << 16;

    private static final int KIND_OF_POST = POST | COMMENT | QUESTION | ANSWER;
    private static final Map<String, Integer> KINDS = kinds();

    /** Bits for the lengths and end letters of all words: most names are told from them without a look at the map. */
    private static final int SKETCH_BITS = 1 << 14;

    private static final long[] SKETCH = sketch();

    private static final Set<String> LINE_NUMBERS = Set.of(
            "lineno",
            "linenos",
            "linenumber",
            "linenumbers",
            "gutter",
            "linenodiv",
            "rouge-gutter",
            "blob-num",
            "hljs-ln-numbers");

    private ClassWords() {}

    private static Map<String, Integer> kinds() {
        Map<String, Integer> kinds = new HashMap<>();
        add(kinds, ASIDE, """
                ad ads advert advertisement advertising banner bio breadcrumb breadcrumbs caption captions carousel
                commentlist commentslist consent cookie cookies copyright credit credits cta dek disqus donate footer
                gallery gdpr headerlink hidden login masthead menu more nav navbar navigation newsletter notification optin outbrain
                overlay modal pager pagination popover popular popup print promo promotion rail readmore recirc recommend
                recommendation recommendations recommended related relatednews relatedposts search share sharebar
                sharedaddy shares sharethis sharing shoutbox sidebar signin signup skip slideshow social socialmedia
                sponsor sponsored standfirst subhead subheading subscribe subscription subtitle taboola tags teaser
                teasers toolbar tooltip topnav trending widget widgets""");
        add(kinds, ASIDE, "byline date dateline meta metadata posted pubdate published timestamp updated");
        add(kinds, REMARK | COMMENT, "comment");
        add(kinds, REMARK, "comments");
        add(kinds, GUTTER, "gutter lineno linenos linenumber linenumbers linenodiv blob hljs");
        add(kinds, ASIDE | AUTHOR, "author authors");
        add(kinds, AUTHOR | POST_ASIDE, "username user poster creator nickname bigusername");
        add(kinds, POST, "post message reply topic postcontainer postbit postbitlegacy");
        add(kinds, QUESTION, "question");
        add(kinds, ANSWER, "answer");
        add(kinds, ACCEPTED, "accepted");
        add(kinds, ROLE | POST_ASIDE, "role rank usertitle membergroup postgroup badge label flair");
        add(kinds, MODERATOR, "moderator");
        add(kinds, BODY, "body content contents text copy cooked markdown");
        add(kinds, POST_ASIDE, """
                actions attribution avatar back badges buttons controls counter flag head header likes link links permalink
                postcounter postfoot postfooter posthead postprofile profile reactions rep report reputation sig
                signature stats tag taglist thead time userinfo vote votecell votes voting""");
        add(kinds, MATH, "math katex mathjax mathimg mathtex mwe latex tex eqn equation");
        add(kinds, CODE, "code codebox codeblock bbcode");
        add(kinds, TITLE, "title");
        add(kinds, EMBED, "embed embedded");
        return kinds;
    }

    private static void add(Map<String, Integer> kinds, int kind, String words) {
        for (String word : words.strip().split("\\s+", -1)) {
            kinds.merge(word, kind, (a, b) -> a | b);
        }
    }

    private static long[] sketch() {
        long[] sketch = new long[SKETCH_BITS / Long.SIZE];
        for (String word : KINDS.keySet()) {
            int bit = bit(word, 0, word.length());
            sketch[bit / Long.SIZE] |= 1L << bit;
        }
        return sketch;
    }

    /** The kinds in the class names and the id of an element. */
    static int of(Element element) {
        if (element.attributesSize() == 0) {
            return 0;
        }
        Attributes attributes = element.attributes();
        return ofNames(attributes.get("class")) | ofNames(attributes.get("id"));
    }

    static boolean isLineNumber(Element element) {
        return element.hasAttr("class") && element.classNames().stream().anyMatch(LINE_NUMBERS::contains);
    }

    private static int ofNames(String names) {
        int kinds = 0;
        int start = 0;
        int last = 0;
        for (int i = 0; i <= names.length(); i++) {
            char c = i == names.length() ? ' ' : names.charAt(i);
            boolean ends = !isLetter(c);
            boolean camel = !ends && i > start && isUpper(c) && !isUpper(names.charAt(i - 1));
            if (ends || camel) {
                if (i > start) {
                    last = kindOf(names, start, i);
                    kinds |= last & ~KIND_OF_POST;
                }
                start = camel ? i : i + 1;
            }
            if (c == ' ') {
                kinds |= last & KIND_OF_POST;
                last = 0;
            }
        }
        return kinds;
    }

    private static int kindOf(String names, int start, int end) {
        int bit = bit(names, start, end);
        return (SKETCH[bit / Long.SIZE] & (1L << bit)) == 0
                ? 0
                : KINDS.getOrDefault(names.substring(start, end).toLowerCase(Locale.ROOT), 0);
    }

    /** Hash of a word's length, first and last letter, whatever their case. */
    private static int bit(String text, int start, int end) {
        int ends = ((text.charAt(start) | 0x20) - 'a') * 26 + (text.charAt(end - 1) | 0x20) - 'a';
        return (ends * 16 + end - start) & (SKETCH_BITS - 1);
    }

    private static boolean isLetter(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
