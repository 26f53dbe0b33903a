package org.quern.mixing.problem;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** Short lists of numbers: the largest, the sum, those that pass a test, their order. */
final class Lists {
    private Lists() {}

    static Problem draw(Draw draw) {
        int[] numbers = draw.numbers(draw.between(3, 6), 1, 60);
        return switch (draw.between(0, 4)) {
            case 0 -> largest(draw, numbers);
            case 1 -> sum(draw, numbers);
            case 2 -> even(draw, numbers);
            case 3 -> above(draw, numbers, draw.between(10, 50));
            default -> sort(draw, numbers);
        };
    }

    private static Problem largest(Draw draw, int[] numbers) {
        String list = list(numbers);
        String question = draw.pick(
                "What is the largest of " + list + "?",
                "Find the maximum of the list " + list + ".",
                "max(" + list + ") = ?");
        StringBuilder steps = new StringBuilder("start with " + numbers[0]);
        int largest = numbers[0];
        for (int i = 1; i < numbers.length; i++) {
            boolean more = numbers[i] > largest;
            steps.append("; ").append(numbers[i]).append(more ? " is more" : " is not");
            largest = Math.max(largest, numbers[i]);
        }
        return ProblemKind.LISTS.problem(question, steps.toString(), largest);
    }

    private static Problem sum(Draw draw, int[] numbers) {
        String list = list(numbers);
        String question =
                draw.pick("What is the sum of the list " + list + "?", "Add up " + list + ".", "sum(" + list + ") = ?");
        StringBuilder steps = new StringBuilder();
        int sum = numbers[0];
        for (int i = 1; i < numbers.length; i++) {
            steps.append(i == 1 ? "" : "; ").append(sum).append(" + ").append(numbers[i]);
            sum += numbers[i];
            steps.append(" = ").append(sum);
        }
        return ProblemKind.LISTS.problem(question, steps.toString(), sum);
    }

    private static Problem even(Draw draw, int[] numbers) {
        String list = list(numbers);
        String question =
                draw.pick("Which numbers of " + list + " are even?", "Keep the even numbers of the list " + list + ".");
        return filter(question, numbers, "even", "odd", n -> n % 2 == 0);
    }

    private static Problem above(Draw draw, int[] numbers, int limit) {
        String list = list(numbers);
        String question = draw.pick(
                "Which numbers of " + list + " are greater than " + limit + "?",
                "From the list " + list + " keep those above " + limit + ".");
        return filter(question, numbers, "more than " + limit, "no", n -> n > limit);
    }

    private static Problem filter(String question, int[] numbers, String yes, String no, IntPredicate keeps) {
        String steps = Arrays.stream(numbers)
                .mapToObj(n -> n + " " + (keeps.test(n) ? yes : no))
                .collect(Collectors.joining("; "));
        String kept = list(Arrays.stream(numbers).filter(keeps).toArray());
        return ProblemKind.LISTS.problem(question, steps, kept.isEmpty() ? "none" : kept);
    }

    private static Problem sort(Draw draw, int[] numbers) {
        String list = list(numbers);
        String question = draw.pick(
                "Sort the list " + list + ".",
                "Put " + list + " in ascending order.",
                "Order these numbers from small to large: " + list + ".");
        int[] sorted = numbers.clone();
        Arrays.sort(sorted);
        StringBuilder steps = new StringBuilder("of " + list);
        for (int i = 0; i < sorted.length; i++) {
            steps.append(i == 0 ? ": smallest " : ", then ").append(sorted[i]);
        }
        return ProblemKind.LISTS.problem(question, steps.toString(), list(sorted));
    }

    private static String list(int[] numbers) {
        return Arrays.stream(numbers).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    }
}
