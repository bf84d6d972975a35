package dev.backstory.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of this module and the one way between them: row, text, format, source, ingest; session, job, ingest. */
@AnalyzeClasses(packages = "dev.backstory.spark", importOptions = ImportOption.DoNotIncludeTests.class)
class SparkRulesTest {
    @ArchTest
    static final ArchRule hasNoCycles =
            slices().matching("dev.backstory.spark.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theGroundKnowsNoFormat = noClasses()
            .that()
            .resideInAPackage("dev.backstory.spark.source.row")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.backstory.spark.source",
                    "dev.backstory.spark.source.text",
                    "dev.backstory.spark.source.format");

    @ArchTest
    static final ArchRule filesOfTextKnowNoFormat = noClasses()
            .that()
            .resideInAPackage("dev.backstory.spark.source.text")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.backstory.spark.source", "dev.backstory.spark.source.format");

    @ArchTest
    static final ArchRule formatsKnowNoRules = noClasses()
            .that()
            .resideInAPackage("dev.backstory.spark.source.format")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.backstory.spark.source");

    @ArchTest
    static final ArchRule aLookStagesNothing = noClasses()
            .that()
            .resideInAPackage("dev.backstory.spark.sample")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.backstory.lake.page..",
                    "dev.backstory.lake.state..",
                    "dev.backstory.lake.store..",
                    "dev.backstory.lake.table..",
                    "dev.backstory.spark.source.format",
                    "dev.backstory.spark.job..");

    @ArchTest
    static final ArchRule sourcesKnowNothingOfTheLake = noClasses()
            .that()
            .resideInAPackage("dev.backstory.spark.source..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.backstory.lake.page..",
                    "dev.backstory.lake.state..",
                    "dev.backstory.lake.store..",
                    "dev.backstory.lake.table..",
                    "dev.backstory.spark.ingest..",
                    "dev.backstory.spark.job..");
}
