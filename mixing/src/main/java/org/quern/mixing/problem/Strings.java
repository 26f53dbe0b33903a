package org.quern.mixing.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Words reversed, letters counted, words sorted, initials taken; the words are made up, so none is known by heart. */
final class Strings {
    private Strings() {}

    static Problem draw(Draw draw) {
        return switch (draw.between(0, 3)) {
            case 0 -> reverse(draw, draw.word(draw.between(4, 7)));
            case 1 -> count(draw, draw.word(draw.between(5, 9)));
            case 2 -> sort(draw, draw.words(draw.between(3, 4), 3, 5));
            default -> initials(draw, draw.words(draw.between(3, 5), 3, 5));
        };
    }

    private static Problem reverse(Draw draw, String word) {
        String reversed = new StringBuilder(word).reverse().toString();
        String question = draw.pick(
                "Reverse the word " + word + ".",
                "Spell " + word + " backwards.",
                "What is " + word + " written from right to left?");
        String steps = "letters " + spelled(word) + "; backwards " + spelled(reversed);
        return ProblemKind.STRINGS.problem(question, steps, reversed);
    }

    private static Problem count(Draw draw, String word) {
        char letter = word.charAt(draw.between(0, word.length() - 1));
        List<String> places = new ArrayList<>();
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) == letter) {
                places.add(Integer.toString(i + 1));
            }
        }
        String question = draw.pick(
                "How many times does " + letter + " occur in " + word + "?",
                "Count the letter " + letter + " in " + word + ".",
                "How often is " + letter + " in the word " + word + "?");
        String steps = "letters " + spelled(word) + "; " + letter + " at " + String.join(", ", places);
        return ProblemKind.STRINGS.problem(question, steps, places.size());
    }

    private static Problem sort(Draw draw, String[] words) {
        String[] sorted = words.clone();
        Arrays.sort(sorted);
        String listed = String.join(", ", words);
        String question = draw.pick(
                "Sort the words " + listed + ".",
                "Put these words in alphabetical order: " + listed + ".",
                "Order from a to z: " + listed + ".");
        StringBuilder steps = new StringBuilder("of " + listed);
        for (int i = 0; i + 1 < sorted.length; i++) {
            steps.append(i == 0 ? ": first " : ", then ").append(sorted[i]);
        }
        steps.append(", last ").append(sorted[sorted.length - 1]);
        return ProblemKind.STRINGS.problem(question, steps.toString(), String.join(", ", sorted));
    }

    private static Problem initials(Draw draw, String[] words) {
        StringBuilder initials = new StringBuilder();
        StringBuilder steps = new StringBuilder();
        for (String word : words) {
            initials.append(word.charAt(0));
            steps.append(steps.isEmpty() ? "" : "; ")
                    .append(word)
                    .append(" gives ")
                    .append(word.charAt(0));
        }
        String listed = String.join(" ", words);
        String question = draw.pick(
                "Join the first letters of " + listed + ".", "What do the first letters of " + listed + " spell?");
        return ProblemKind.STRINGS.problem(question, steps.toString(), initials.toString());
    }

    private static String spelled(String word) {
        return word.chars().mapToObj(Character::toString).collect(Collectors.joining(" "));
    }
}
