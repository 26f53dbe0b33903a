package org.quern.pipeline;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.junit.jupiter.api.Test;

/** The layout of the modules, as rules. */
@AnalyzeClasses(packages = "org.quern", importOptions = ArchitectureTest.MainClasses.class)
final class ArchitectureTest {
    /** The product: neither a module's tests nor the jar of tests that modules share. */
    static final class MainClasses implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.contains("-tests.jar");
        }
    }

    /** What every job shares stays small: a new class here needs a reason, and this number raised. */
    private static final int JOB_PACKAGE_LIMIT = 21;

    @ArchTest
    static final ArchRule MODULES_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("ingest")
            .definedBy("org.quern.ingest..")
            .layer("dedup")
            .definedBy("org.quern.dedup..")
            .layer("mixing")
            .definedBy("org.quern.mixing..")
            .layer("tokenizer")
            .definedBy("org.quern.tokenizer..")
            .layer("pretrain")
            .definedBy("org.quern.pretrain..")
            .layer("mtp")
            .definedBy("org.quern.mtp..")
            .layer("inference")
            .definedBy("org.quern.inference..")
            .layer("pipeline")
            .definedBy("org.quern.pipeline..")
            .whereLayer("pipeline")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("inference")
            .mayOnlyBeAccessedByLayers("pipeline")
            .whereLayer("mtp")
            .mayOnlyBeAccessedByLayers("inference", "pipeline")
            .whereLayer("pretrain")
            .mayOnlyBeAccessedByLayers("mtp", "inference", "pipeline")
            .whereLayer("tokenizer")
            .mayOnlyBeAccessedByLayers("pretrain", "mtp", "inference", "pipeline")
            .whereLayer("mixing")
            .mayOnlyBeAccessedByLayers("pipeline")
            .whereLayer("dedup")
            .mayOnlyBeAccessedByLayers("pipeline");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("org.quern.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NAMES_SAY_SOMETHING = noClasses()
            .should()
            .haveNameMatching(".*\\.(common|utils?|helpers?|managers?|base|impl)\\..*")
            .orShould()
            .haveNameMatching(".*(Utils?|Helpers?|Managers?|Common|Impl)")
            .orShould()
            .haveNameMatching(".*\\.Base[A-Z]\\w*");

    @ArchTest
    static final ArchRule CORES_KNOW_NO_SPARK = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.quern.ingest.html..",
                    "org.quern.ingest.rules..",
                    "org.quern.ingest.language..",
                    "org.quern.ingest.url..",
                    "org.quern.mixing.problem..",
                    "org.quern.pretrain.kernel..",
                    "org.quern.pretrain.model..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.spark..");

    @ArchTest
    static final ArchRule STANDARD_OUTPUT_IS_THE_COMMAND_LINES = noClasses()
            .that(resideInAnyPackage("org.quern.."))
            .and()
            .resideOutsideOfPackage("org.quern.pipeline..")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule RECORDS_ARE_THE_CONFIGS =
            classes().that().haveSimpleNameEndingWith("Config").should().beRecords();

    @Test
    void theSharedPackageStaysSmall() {
        JavaClasses job =
                new ClassFileImporter().withImportOption(new MainClasses()).importPackages("org.quern.ingest.job");

        assertThat(job.stream()
                        .filter(type ->
                                type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                        .count())
                .isBetween(1L, (long) JOB_PACKAGE_LIMIT);
    }
}
