package dev.backstory.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.backstory.core", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreRulesTest {
    @ArchTest
    static final ArchRule knowsNoEngine = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "org.apache.parquet..", "scala..");

    @ArchTest
    static final ArchRule hasNoCycles =
            slices().matching("dev.backstory.core.(**)").should().beFreeOfCycles();

    /** What a setting is, the settings, the file they are read from: each knows only those named before it. */
    @ArchTest
    static final ArchRule settingsKnowNoFile = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.backstory.core.config", "dev.backstory.core.config.input", "dev.backstory.core.config.key")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.backstory.core.config.yaml", "com.fasterxml.jackson.dataformat..", "org.yaml.snakeyaml..");

    @ArchTest
    static final ArchRule keysKnowNoSettings = noClasses()
            .that()
            .resideInAPackage("dev.backstory.core.config.key")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.backstory.core.config");

    @ArchTest
    static final ArchRule sourcesKnowNoOtherSettings = noClasses()
            .that()
            .resideInAPackage("dev.backstory.core.config.input")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.backstory.core.config");

    @ArchTest
    static final ArchRule readsNoClockWhereRowsAreMade = noClasses()
            .that()
            .resideInAnyPackage("dev.backstory.core.history..", "dev.backstory.core.calendar..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.LocalDate.class, "now")
            .orShould()
            .callMethod(java.time.ZoneId.class, "systemDefault")
            .allowEmptyShould(true);
}
