package org.quern.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.quern.ingest", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("org.quern.ingest.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule READING_AND_JUDGING_KNOW_NO_SPARK = noClasses()
            .that()
            .resideInAnyPackage(
                    "..ingest.document..",
                    "..ingest.charset..",
                    "..ingest.html..",
                    "..ingest.pdf..",
                    "..ingest.warc..",
                    "..ingest.source..",
                    "..ingest.language..",
                    "..ingest.rules..",
                    "..ingest.licence..",
                    "..ingest.url..",
                    "..ingest.mask..",
                    "..ingest.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "..ingest.job..");

    @ArchTest
    static final ArchRule PAGES_AND_RULES_KNOW_NO_FILE_SYSTEM = noClasses()
            .that()
            .resideInAnyPackage(
                    "..ingest.charset..",
                    "..ingest.html..",
                    "..ingest.pdf..",
                    "..ingest.rules..",
                    "..ingest.licence..",
                    "..ingest.language..",
                    "..ingest.url..",
                    "..ingest.document..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.hadoop..");
}
