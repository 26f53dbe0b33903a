package org.quern.ingest.mask;

import java.util.List;
import java.util.Optional;

/**
 * Secrets that are told by their form: tokens that begin as a provider's documentation says (AWS, GitHub, GitLab, Google,
 * Slack, Stripe, npm, PyPI, Hugging Face, Anthropic), JSON web tokens, and private keys in PEM with all their lines. A hash or
 * an identifier that is as long is none.
 */
final class Keys implements Finder {
    private static final String TOKEN_MARKS = "-_";
    private static final String PEM = "-----BEGIN ";
    private static final String PEM_END = "-----END ";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final int MAX_PEM_LABEL = 40;
    private static final int MIN_TOKEN_PART = 10;
    private static final int MAX_TOKEN_PART = 2_048;
    private static final String FIRST_CHARS = "Aghxsrnpe-";
    private static final List<Form> FORMS = List.of(
            new Form("AKIA", 16, 16, ""),
            new Form("ASIA", 16, 16, ""),
            new Form("AIza", 35, 35, TOKEN_MARKS),
            new Form("ghp_", 36, 36, ""),
            new Form("gho_", 36, 36, ""),
            new Form("ghu_", 36, 36, ""),
            new Form("ghs_", 36, 36, ""),
            new Form("ghr_", 36, 36, ""),
            new Form("github_pat_", 22, 255, "_"),
            new Form("glpat-", 20, 64, TOKEN_MARKS),
            new Form("xoxb-", 20, 255, "-"),
            new Form("xoxp-", 20, 255, "-"),
            new Form("xoxa-", 20, 255, "-"),
            new Form("sk_live_", 24, 255, ""),
            new Form("rk_live_", 24, 255, ""),
            new Form("sk-ant-", 24, 255, TOKEN_MARKS),
            new Form("npm_", 36, 36, ""),
            new Form("pypi-", 85, 255, TOKEN_MARKS),
            new Form("hf_", 34, 34, ""));

    /** After the prefix so many ASCII letters, digits and these marks. */
    private record Form(String prefix, int minLength, int maxLength, String marks) {}

    @Override
    public Optional<Place> next(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (FIRST_CHARS.indexOf(text.charAt(i)) >= 0 && !Finder.isWord(text, i - 1)) {
                int end = end(text, i);
                if (end > i) {
                    return Optional.of(new Place(i, end));
                }
            }
        }
        return Optional.empty();
    }

    /** Where the secret ends; {@code start} if there is none. */
    private static int end(String text, int start) {
        if (text.startsWith(PEM, start)) {
            return privateKeyEnd(text, start);
        }
        if (text.startsWith("eyJ", start)) {
            return webTokenEnd(text, start);
        }
        for (Form form : FORMS) {
            if (text.startsWith(form.prefix, start)) {
                int body = start + form.prefix.length();
                int end = runEnd(text, body, form.marks, body + form.maxLength + 1);
                int length = end - body;
                return length >= form.minLength && length <= form.maxLength ? end : start;
            }
        }
        return start;
    }

    /** Three parts of base64url with dots between them, the first of which is a JSON object. */
    private static int webTokenEnd(String text, int start) {
        int end = start;
        for (int part = 0; part < 3; part++) {
            int begin = part == 0 ? start : end + 1;
            boolean follows = part == 0 || (end < text.length() && text.charAt(end) == '.');
            end = follows ? runEnd(text, begin, TOKEN_MARKS, begin + MAX_TOKEN_PART) : begin;
            if (end - begin < MIN_TOKEN_PART) {
                return start;
            }
        }
        return end;
    }

    private static int privateKeyEnd(String text, int start) {
        int label = start + PEM.length();
        String labels = text.substring(label, Math.min(text.length(), label + MAX_PEM_LABEL));
        if (!labels.contains(PRIVATE)) {
            return start;
        }
        int foot = text.indexOf(PEM_END, label);
        if (foot < 0) {
            return text.length();
        }
        int dashes = text.indexOf("-----", foot + PEM_END.length());
        return dashes < 0 ? text.length() : dashes + "-----".length();
    }

    private static int runEnd(String text, int start, String marks, int limit) {
        int end = start;
        while (end < Math.min(limit, text.length())
                && (Finder.isAlphanumeric(text.charAt(end)) || marks.indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }
}
