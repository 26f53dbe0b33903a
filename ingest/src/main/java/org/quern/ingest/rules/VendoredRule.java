package org.quern.ingest.rules;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Copies of other projects' code, and what build tools make of it, by the names of folders and files: a choice of those that
 * GitHub's linguist leaves out of its statistics. A reason's value is how deep in the source the name stands.
 */
final class VendoredRule implements Rule {
    private static final Set<String> FOLDERS = Set.of(
            "node_modules",
            "bower_components",
            "jspm_packages",
            "vendor",
            "vendors",
            "vendored",
            "_vendor",
            "third_party",
            "third-party",
            "thirdparty",
            "3rdparty",
            "3rd_party",
            "3rd-party",
            "extern",
            "externals",
            "godeps",
            "_workspace",
            "pods",
            "carthage",
            "site-packages",
            "dist-packages",
            ".yarn",
            "bundled_deps");
    private static final List<String> MINIFIED =
            List.of(".min.js", "-min.js", ".min.mjs", ".bundle.js", ".chunk.js", ".pack.js", ".packed.js");

    @Override
    public Verdict judge(MeasuredText measured) {
        String[] names = measured.origin().source().toLowerCase(Locale.ROOT).split("/", -1);
        // The first is the input itself, which may be called anything.
        for (int i = 1; i < names.length - 1; i++) {
            if (FOLDERS.contains(names[i])) {
                return Verdict.drop("vendored.folder", i);
            }
        }
        String file = names[names.length - 1];
        return MINIFIED.stream().anyMatch(file::endsWith)
                ? Verdict.drop("vendored.minified", names.length - 1)
                : Verdict.KEEP;
    }
}
