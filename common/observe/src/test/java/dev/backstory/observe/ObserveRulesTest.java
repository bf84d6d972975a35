package dev.backstory.observe;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.backstory.observe", importOptions = ImportOption.DoNotIncludeTests.class)
class ObserveRulesTest {
    @ArchTest
    static final ArchRule hasNoCycles =
            slices().matching("dev.backstory.observe.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule oneRoomKnowsOpenLineage = noClasses()
            .that()
            .resideOutsideOfPackage("dev.backstory.observe.lineage")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.openlineage..", "org.apache.hc..");

    /** Who asks whether lineage is on does not load its client. */
    @ArchTest
    static final ArchRule theSwitchKnowsNoClient = noClasses()
            .that()
            .haveSimpleName("LineageSwitch")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.openlineage..", "com.fasterxml..");

    @ArchTest
    static final ArchRule whatIsToldKnowsNobodyWhoListens = noClasses()
            .that()
            .resideInAPackage("dev.backstory.observe.event")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.backstory.observe",
                    "dev.backstory.observe.delivery",
                    "dev.backstory.observe.lineage",
                    "dev.backstory.observe.metrics");
}
