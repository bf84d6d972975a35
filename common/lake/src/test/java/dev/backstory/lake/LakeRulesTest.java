package dev.backstory.lake;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.backstory.lake", importOptions = ImportOption.DoNotIncludeTests.class)
class LakeRulesTest {
    @ArchTest
    static final ArchRule hasNoCycles =
            slices().matching("dev.backstory.lake.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule storesWithoutSpark = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.backstory.lake.files..", "dev.backstory.lake.store..", "dev.backstory.lake.table..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..");
}
