package dev.backstory.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The plan of the whole house, as docs/architecture.md has it: what holds over all modules. */
class ArchitectureTest {
    private static final int MOST_CLASSES_IN_A_PACKAGE = 25;

    /** Every module but the benchmarks, which nothing depends on. */
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("test-support") && !location.contains("-tests.jar"))
            .importPackages("dev.backstory");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.backstory.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void packagesStaySmall() {
        Map<String, Long> sizes = topLevel().collect(groupingBy(JavaClass::getPackageName, counting()));
        assertThat(sizes)
                .isNotEmpty()
                .allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MOST_CLASSES_IN_A_PACKAGE));
    }

    @Test
    void simpleNamesAreUnique() {
        Map<String, List<String>> places =
                topLevel().collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getName, toList())));
        assertThat(places.values())
                .isNotEmpty()
                .allSatisfy(names -> assertThat(names).hasSize(1));
    }

    @Test
    void sparkBeginsAtItsRooms() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.backstory.core..",
                        "dev.backstory.lake..",
                        "dev.backstory.command..",
                        "dev.backstory.inspect..",
                        "dev.backstory.airflow..",
                        "dev.backstory.cli.backfill..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "dev.backstory.spark..")
                .check(ALL);
    }

    @Test
    void aFirstConfigNeedsNoStepAndNoLake() {
        noClasses()
                .that()
                .resideInAPackage("dev.backstory.cli.init..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.backstory.actions..",
                        "dev.backstory.impressions..",
                        "dev.backstory.history..",
                        "dev.backstory.lake..")
                .check(ALL);
    }

    @Test
    void theReplaySharesNothingWithTheHistoryStep() {
        noClasses()
                .that()
                .resideInAPackage("dev.backstory.dq.replay..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.backstory.core.history..", "dev.backstory.history..", "dev.backstory.lake.page..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("dev\\.backstory\\.lake\\.table\\..*(Cursor|Writer|Format)")
                .check(ALL);
    }

    private static Stream<JavaClass> topLevel() {
        return ALL.stream()
                .filter(type -> type.isTopLevelClass())
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .filter(type -> !type.getPackageName().startsWith("dev.backstory.dq.template"));
    }
}
