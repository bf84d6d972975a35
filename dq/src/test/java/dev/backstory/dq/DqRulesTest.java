package dev.backstory.dq;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which room of the audit may know which. */
@AnalyzeClasses(packages = "dev.backstory.dq", importOptions = ImportOption.DoNotIncludeTests.class)
class DqRulesTest {
    @ArchTest
    static final ArchRule hasNoCycles =
            slices().matching("dev.backstory.dq.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule knowsOnlyTheRoomsBelow = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("job")
            .definedBy("dev.backstory.dq")
            .layer("audit")
            .definedBy("dev.backstory.dq.audit")
            .layer("check")
            .definedBy("dev.backstory.dq.check")
            .layer("rule")
            .definedBy("dev.backstory.dq.rule")
            .layer("replay")
            .definedBy("dev.backstory.dq.replay")
            .layer("compare")
            .definedBy("dev.backstory.dq.compare")
            .layer("trend")
            .definedBy("dev.backstory.dq.trend")
            .layer("day")
            .definedBy("dev.backstory.dq.day")
            .whereLayer("audit")
            .mayOnlyBeAccessedByLayers("job")
            .whereLayer("check")
            .mayOnlyBeAccessedByLayers("audit")
            .whereLayer("rule")
            .mayOnlyBeAccessedByLayers("audit")
            .whereLayer("replay")
            .mayOnlyBeAccessedByLayers("check")
            .whereLayer("compare")
            .mayOnlyBeAccessedByLayers("check")
            .whereLayer("trend")
            .mayOnlyBeAccessedByLayers("check", "audit")
            .whereLayer("day")
            .mayOnlyBeAccessedByLayers("replay", "compare", "trend", "rule", "check", "audit", "job");

    /** What a histories' audit computes again proves something only if it is computed in another way. */
    @ArchTest
    static final ArchRule theReplaySharesNothingWithTheHistoryStep = noClasses()
            .that()
            .resideInAPackage("dev.backstory.dq.replay..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.backstory.core.history..", "dev.backstory.history..", "dev.backstory.lake.page..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("dev\\.backstory\\.lake\\.table\\..*(Cursor|Writer|Format)");
}
