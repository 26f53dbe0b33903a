package org.quern.ingest.html;

import java.util.List;
import java.util.Optional;

/** What a discussion is about: the heading over its posts, or where it has none, the page's title without the site's name. */
final class Topic {
    private static final String SEPARATORS = " (?:[-|·•–—»]|::) ";

    private final Optional<Box> heading;
    private final String name;
    private final String bareName;

    private Topic(Optional<Box> heading, String name) {
        this.heading = heading;
        this.name = name;
        this.bareName = TitleHeading.bare(name);
    }

    /** By the last heading before the posts that repeats the page's title, or any such heading of a page without one. */
    static Topic of(PageMeasure measure, String title, Optional<Box> titleHeading, Box first) {
        String bareTitle = TitleHeading.bare(title);
        Optional<Box> heading = measure.headings().stream()
                .filter(box -> box.index < first.index && box.isSmall())
                .filter(box -> TitleHeading.repeats(TitleHeading.bare(box.element.text()), bareTitle))
                .reduce((one, next) -> next)
                .or(() -> titleHeading.filter(box -> title.isEmpty() && box.index < first.index));
        return new Topic(
                heading, heading.map(box -> box.element.text()).orElseGet(() -> nameIn(title, measure, first.end)));
    }

    Optional<Box> heading() {
        return heading;
    }

    String name() {
        return name;
    }

    /** Whether a line says no more than most of the topic, as the subject of a post or of an answer to it does. */
    boolean isRepeatedBy(Box line) {
        if (!line.block || !line.leaf || line.chars == 0 || line.chars > name.length() + "Re: ".length()) {
            return false;
        }
        String text = TitleHeading.bare(line.element.text());
        String subject = text.startsWith("re") && !bareName.startsWith("re") ? text.substring(2) : text;
        return !subject.isEmpty() && 2 * subject.length() >= bareName.length() && bareName.contains(subject);
    }

    /** The part of the title that the page repeats outside links, where the site's name is one; else all of it. */
    private static String nameIn(String title, PageMeasure measure, int end) {
        List<String> parts = List.of(title.split(SEPARATORS, -1));
        for (int i = 0; i < end; i++) {
            Box box = measure.box(i);
            if (box.chars > 0 && box.chars <= title.length() && box.linkChars == 0) {
                String text = box.element.ownText();
                if (parts.contains(text)) {
                    return text;
                }
            }
        }
        return title;
    }
}
