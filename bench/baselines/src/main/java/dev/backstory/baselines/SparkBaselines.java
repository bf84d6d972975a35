package dev.backstory.baselines;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Builds training rows by a plan of Spark SQL: {@code PLAN INPUT OUT LENGTH DT,FIRST_DT,CUT_MICROS...}. */
public final class SparkBaselines {
    private final SparkSession spark;
    private final Task task;

    private SparkBaselines(SparkSession spark, Task task) {
        this.spark = spark;
        this.task = task;
    }

    public static void main(String[] args) {
        Task task = Task.parse(args);
        try (SparkSession spark = SparkSession.builder()
                .appName("baseline " + task.plan())
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.parquet.compression.codec", "zstd")
                // The day stays text, and a year of folders is listed by the driver: as a job it takes seconds.
                .config("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
                .config("spark.sql.sources.parallelPartitionDiscovery.threshold", "100000")
                // A day's file is small; counted as 4 MB each, they would become tasks by the dozen.
                .config("spark.sql.files.openCostInBytes", "262144")
                .getOrCreate()) {
            new SparkBaselines(spark, task).build();
        }
    }

    private void build() {
        if (task.plan() == Plan.COPY) {
            spark.read().parquet(task.input()).createOrReplaceTempView("finished");
        } else {
            tables();
        }
        spark.sql(task.plan().query(task.length())).write().partitionBy("dt").parquet(task.out());
    }

    private void tables() {
        spark.read()
                .parquet(task.input() + "/actions")
                .where(functions
                        .col("dt")
                        .geq(task.firstDt())
                        .and(functions.col("dt").lt(task.lastDay())))
                .createOrReplaceTempView("done");
        spark.read()
                .parquet(task.input() + "/impressions")
                .where(functions.col("dt").between(task.firstDay(), task.lastDay()))
                .createOrReplaceTempView("shown");
        List<Row> days = new ArrayList<>();
        task.days().forEach(day -> days.add(RowFactory.create(day.dt(), day.first(), day.cut())));
        functions
                .broadcast(spark.createDataFrame(
                        days,
                        new StructType()
                                .add("dt", DataTypes.StringType)
                                .add("first_dt", DataTypes.StringType)
                                .add("cut", DataTypes.LongType)))
                .createOrReplaceTempView("days");
    }
}
