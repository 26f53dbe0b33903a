package org.quern.mixing.problem;

/** Small stories that take two operations. */
final class Stories {
    private Stories() {}

    static Problem draw(Draw draw) {
        String name = draw.name();
        String thing = draw.pick("apples", "books", "coins", "pens", "stamps", "shells", "cards", "eggs");
        return switch (draw.between(0, 2)) {
            case 0 -> bags(draw, name, thing);
            case 1 -> givesAway(draw, name, thing);
            default -> shares(draw, name, thing);
        };
    }

    private static Problem bags(Draw draw, String name, String thing) {
        int own = draw.between(3, 40);
        int bags = draw.between(2, 9);
        int each = draw.between(2, 12);
        String question = draw.pick(
                "%s has %d %s and buys %d bags with %d %s each. How many %s does %s have now?",
                "%s owns %d %s. Then %d boxes come, with %d %s in each. How many %s does %s own in the end?");
        String steps = String.format(
                "%d x %d = %d; %d + %d = %d", bags, each, bags * each, own, bags * each, own + bags * each);
        return problem(
                String.format(question, name, own, thing, bags, each, thing, thing, name), steps, own + bags * each);
    }

    private static Problem givesAway(Draw draw, String name, String thing) {
        int first = draw.between(10, 60);
        int more = draw.between(5, 40);
        int away = draw.between(2, first + more - 1);
        String question = draw.pick(
                "%s has %d %s, finds %d more and gives %d away. How many %s are left?",
                "%s starts with %d %s, gets %d more, then loses %d. How many %s remain?");
        String steps = String.format(
                "%d + %d = %d; %d - %d = %d", first, more, first + more, first + more, away, first + more - away);
        return problem(String.format(question, name, first, thing, more, away, thing), steps, first + more - away);
    }

    private static Problem shares(Draw draw, String name, String thing) {
        int friends = draw.between(2, 9);
        int each = draw.between(2, 12);
        int left = draw.between(1, 9);
        int total = friends * each + left;
        String question = draw.pick(
                "%s has %d %s, keeps %d and shares the rest equally among %d friends. How many does each friend get?",
                "Of %2$d %3$s, %1$s keeps %4$d. The rest goes to %5$d friends in equal parts. How many does each get?");
        String steps =
                String.format("%d - %d = %d; %d / %d = %d", total, left, total - left, total - left, friends, each);
        return problem(String.format(question, name, total, thing, left, friends), steps, each);
    }

    private static Problem problem(String question, String steps, int answer) {
        return ProblemKind.STORIES.problem(question, steps, answer);
    }
}
