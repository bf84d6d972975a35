package dev.backstory.lake;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** That there is no Spark needs no rule: it is not on the class path. */
@AnalyzeClasses(packages = "dev.backstory.lake", importOptions = ImportOption.DoNotIncludeTests.class)
class LakeRulesTest {
    @ArchTest
    static final ArchRule hasNoCycles =
            slices().matching("dev.backstory.lake.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule objectStoresKnowNoLake = noClasses()
            .that()
            .resideInAPackage("dev.backstory.lake.objects..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.backstory.lake.files..",
                    "dev.backstory.lake.page..",
                    "dev.backstory.lake.table..",
                    "dev.backstory.lake.store..",
                    "dev.backstory.lake.state..",
                    "dev.backstory.lake.ids..");

    @ArchTest
    static final ArchRule runsKnowNoStore = noClasses()
            .that()
            .resideInAPackage("dev.backstory.lake.run..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.backstory.lake.days..", "dev.backstory.lake.store..", "dev.backstory.lake.state..");

    @ArchTest
    static final ArchRule dictionariesKnowNoTable = noClasses()
            .that()
            .resideInAPackage("dev.backstory.lake.ids..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.backstory.lake.table..", "dev.backstory.lake.state..");

    @ArchTest
    static final ArchRule pagesKnowNoTable = noClasses()
            .that()
            .resideInAPackage("dev.backstory.lake.page..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.backstory.lake.table..", "dev.backstory.lake.store..", "dev.backstory.lake.state..");
}
