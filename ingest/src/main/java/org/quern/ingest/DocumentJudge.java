package org.quern.ingest;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.Document;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.RawText;
import org.quern.ingest.language.Language;
import org.quern.ingest.language.LanguageCode;
import org.quern.ingest.language.LanguageIdentifier;
import org.quern.ingest.mask.Mask;
import org.quern.ingest.rules.Origin;
import org.quern.ingest.rules.Verdict;
import org.quern.ingest.url.CanonicalUrl;
import org.quern.ingest.url.UrlBlocklist;

/** From what a reader found to a judged document: clean text, address, language, domain, rules. One instance a thread. */
final class DocumentJudge {
    private final IngestConfig config;
    private final DomainGlobs domains;
    private final UrlBlocklist blocklist;
    private final LanguageIdentifier languages;
    private final Set<String> wantedLanguages;

    DocumentJudge(IngestConfig config, UrlBlocklist blocklist, LanguageIdentifier languages) {
        this.config = config;
        this.blocklist = blocklist;
        this.domains = new DomainGlobs(config.domains());
        this.languages = languages;
        this.wantedLanguages = config.languages().stream().map(LanguageCode::of).collect(Collectors.toSet());
    }

    Judged judge(Finding finding) {
        if (finding instanceof RawText text) {
            return judge(text);
        }
        Damage damage = (Damage) finding;
        return Judged.withoutText(
                damage.source(),
                damage.offset(),
                domains.domain(damage.source()).orElse(""),
                damage.reason());
    }

    private Judged judge(RawText raw) {
        String text = Mask.mask(config.masks(), PlainText.of(raw.text()));
        String domain = domains.domain(raw.source()).orElse(raw.kind().domain());
        Optional<CanonicalUrl> canonical = CanonicalUrl.of(raw.url());
        String url = canonical.map(CanonicalUrl::url).orElse(raw.url());
        Optional<String> blocked = canonical.flatMap(blocklist::reason);
        if (blocked.isPresent()) {
            String undetermined = Language.UNDETERMINED.code();
            return Judged.of(document(raw, url, undetermined, domain, text), blocked.get());
        }
        Language language = languages.identify(text);
        Document document = document(raw, url, language.code(), domain, text);
        if (text.isEmpty()) {
            return Judged.of(document, "empty");
        }
        if (!isWanted(language, domain)) {
            return Judged.of(
                    document, String.format(Locale.ROOT, "language: %s %.2f", language.code(), language.probability()));
        }
        Origin origin = new Origin(raw.source(), raw.licence());
        Verdict verdict = config.rules().of(domain, language.code()).judge(text, origin);
        if (!verdict.keep()) {
            return Judged.of(document, String.format(Locale.ROOT, "%s: %.4g", verdict.reason(), verdict.value()));
        }
        return Judged.of(verdict.edited().map(document::withText).orElse(document), "");
    }

    private static Document document(RawText raw, String url, String language, String domain, String text) {
        return Document.of(url, raw.source(), raw.offset(), language, domain, text)
                .withDate(raw.date());
    }

    private boolean isWanted(Language language, String domain) {
        return wantedLanguages.isEmpty()
                || config.anyLanguageDomains().contains(domain)
                || (wantedLanguages.contains(language.code())
                        && language.probability() >= config.minLanguageProbability());
    }
}
