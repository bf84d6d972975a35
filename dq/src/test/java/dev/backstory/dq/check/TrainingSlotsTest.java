package dev.backstory.dq.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.deequ.analyzers.Compliance;
import com.amazon.deequ.checks.Check;
import com.amazon.deequ.checks.CheckLevel;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.contract.Table;
import dev.backstory.dq.audit.AuditSession;
import dev.backstory.dq.day.TrainingColumns;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.lake.table.TrainingSchema;
import dev.backstory.spark.session.Sessions;
import dev.backstory.testsupport.Seeds;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.collection.immutable.List$;

/** The one pass over both arrays finds in a row what each check's own SQL finds in it. */
class TrainingSlotsTest {
    private static final int ROWS = 4000;
    private static final int LENGTH = 5;

    @ParameterizedTest
    @CsvSource({"wide, {}", "narrow, {}", "wide, {4: wishlist}", "narrow, '{4: wishlist, 5: share}'"})
    void everyRowIsJudgedAsItsDefinitionSays(String numbers, String types, @TempDir Path folder) {
        PipelineConfig config = ConfigLoader.load("""
                name: shop
                lake: lake
                sources:
                  clicks: {format: parquet, path: raw/clicks}
                  impressions: {format: parquet, path: raw/impressions}
                training: {numbers: %s}
                types: %s
                """.formatted(numbers, types), "pipeline.yaml", folder);
        SparkSession spark = AuditSession.of(Sessions.open(config, "dq"), config, Table.TRAINING);
        long seed = Seeds.next();
        Dataset<Row> rows = rows(
                spark,
                numbers.equals("narrow"),
                new Random(seed),
                config.actionTypes().largest());
        List<Expectation> checks = new TrainingRowChecks(
                        new TrainingColumns(config.training().columns()),
                        LENGTH,
                        config.actionTypes(),
                        TrainingSchema.of(config.training()).toString(),
                        Instant.EPOCH)
                .all();
        int compared = 0;
        for (Expectation check : checks) {
            String predicate = predicate(check);
            if (predicate.contains("training_slots")) {
                Dataset<Row> broken = rows.where(check.violation().condition());
                assertThat(rows.where("(" + predicate + ") = ("
                                        + check.violation().condition() + ")")
                                .collectAsList())
                        .as("%s, seed %d: rows judged in two ways", check.name(), seed)
                        .isEmpty();
                assertThat(broken.count())
                        .as("%s, seed %d: broken rows", check.name(), seed)
                        .isBetween(1L, ROWS - 1L);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(6);
    }

    /** What Deequ looks for in each row; empty where it looks for something else. */
    private static String predicate(Expectation check) {
        Check deequ = check.deequ().apply(new Check(CheckLevel.Error(), "", List$.MODULE$.empty()));
        Object analyzer = deequ.requiredAnalyzers().head();
        return analyzer instanceof Compliance compliance ? compliance.predicate() : "";
    }

    private static Dataset<Row> rows(SparkSession spark, boolean narrow, Random random, int types) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(RowFactory.create(
                    array(random, 4, types),
                    array(random, types + 2, types),
                    random.nextInt(20) == 0 ? null : random.nextInt(LENGTH + 2)));
        }
        DataType wide = DataTypes.createArrayType(DataTypes.LongType);
        Dataset<Row> made = spark.createDataFrame(
                rows, new StructType().add("a", wide).add("t", wide).add("history_length", DataTypes.IntegerType));
        return made.selectExpr(
                "cast(a as array<" + (narrow ? "int" : "bigint") + ">) as actions",
                "cast(t as array<" + (narrow ? "tinyint" : "int") + ">) as action_types",
                "history_length");
    }

    /** Mostly actions and then padding; some with holes, nulls, numbers too large or negative, none at all, or no array. */
    private static Long @Nullable [] array(Random random, int most, int types) {
        if (random.nextInt(40) == 0) {
            return null;
        }
        int length = random.nextInt(30) == 0 ? 0 : random.nextInt(20) == 0 ? LENGTH - 1 : LENGTH;
        Long[] array = new Long[length];
        int filled = random.nextInt(LENGTH + 1);
        for (int slot = 0; slot < length; slot++) {
            array[slot] = slot < filled ? 1L + random.nextInt(types) : 0L;
            if (random.nextInt(25) == 0) {
                array[slot] = random.nextInt(4) == 0 ? null : (Long) (random.nextInt(most + 2) - 1L);
            }
        }
        return array;
    }
}
