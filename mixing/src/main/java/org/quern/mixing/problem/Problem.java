package org.quern.mixing.problem;

import java.util.Locale;

/**
 * A worked problem. The question determines steps and answer; the steps do not depend on how the question is phrased.
 *
 * @param kind what it exercises, for instance {@code algebra}
 * @param question one line
 * @param steps one line, steps separated by {@code "; "}
 * @param answer a number, a word or a list, on one line
 */
public record Problem(String kind, String question, String steps, String answer) {
    private static final String ANSWER = "Answer:";

    /** What a model is given: the question, up to and with {@code Steps:}. */
    public String prompt() {
        return "Question: " + question + "\nSteps:";
    }

    /** What should follow the prompt: the steps and the answer, with the new line at its end. */
    public String solution() {
        return " " + steps + "\n" + ANSWER + " " + answer + "\n";
    }

    /** Prompt and solution. */
    public String text() {
        return prompt() + solution();
    }

    /**
     * Whether a text gives this problem's answer: on its first line that begins with {@code Answer:}, or as the whole text
     * where there is none. Case and spacing do not count, nor do commas between the items of a list.
     */
    public boolean isCorrect(String text) {
        String given = text.lines()
                .filter(line -> line.startsWith(ANSWER))
                .findFirst()
                .map(line -> line.substring(ANSWER.length()))
                .orElse(text);
        return canonical(given).equals(canonical(answer));
    }

    private static String canonical(String answer) {
        String spaced =
                answer.replace(',', ' ').strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        return spaced.endsWith(".") ? spaced.substring(0, spaced.length() - 1) : spaced;
    }
}
