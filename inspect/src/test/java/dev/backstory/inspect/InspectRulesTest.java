package dev.backstory.inspect;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.backstory.lake.files.LakeFiles;

@AnalyzeClasses(packages = "dev.backstory.inspect", importOptions = ImportOption.DoNotIncludeTests.class)
class InspectRulesTest {
    @ArchTest
    static final ArchRule hasNoCycles =
            slices().matching("dev.backstory.inspect.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule looksWithoutSpark =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.apache.spark..");

    @ArchTest
    static final ArchRule neverStagesOrPublishes = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "dev\\.backstory\\.lake\\.(.*Writer|store\\.(Publisher|Recovery|StagingRun|AttemptFolder).*)");

    @ArchTest
    static final ArchRule neverChangesAFile = noClasses()
            .should()
            .callMethodWhere(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "LakeFiles that writes",
                    call -> call.getTargetOwner().isEquivalentTo(LakeFiles.class)
                            && !java.util.Set.of("conf", "list", "exists", "read", "status")
                                    .contains(call.getName())));
}
