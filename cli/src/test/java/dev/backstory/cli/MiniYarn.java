package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/** A YARN of one node in this process, whose containers are separate processes. */
final class MiniYarn implements AutoCloseable {
    private static final String FAST_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    /** Spark's and Hadoop's JARs for YARN, which a distribution of Spark has and ours has not; the build puts them there. */
    private static final Path JARS = Path.of("target/yarn-jars").toAbsolutePath();

    private final Path folder;
    private final MiniYARNCluster cluster;

    private MiniYarn(Path folder, MiniYARNCluster cluster) {
        this.folder = folder;
        this.cluster = cluster;
    }

    static MiniYarn start(Path folder) {
        YarnConfiguration conf = new YarnConfiguration();
        // However full this disk is, it has room for the containers of a test.
        conf.set("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "100");
        conf.set("yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", "100");
        conf.set("yarn.scheduler.minimum-allocation-mb", "128");
        // The file with the scheduler's queues is not in the JAR of the mini cluster.
        conf.set("yarn.scheduler.capacity.root.queues", "default");
        conf.set("yarn.scheduler.capacity.root.default.capacity", "100");
        conf.set("yarn.scheduler.capacity.root.default.maximum-capacity", "100");
        conf.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1");
        MiniYARNCluster cluster = new MiniYARNCluster("mini-yarn", 1, 1, 1);
        cluster.init(conf);
        cluster.start();
        return new MiniYarn(folder, cluster);
    }

    /** Jobs in cluster mode: driver and executor in containers. */
    SparkSubmit clusterMode(Path config) throws IOException {
        assertThat(JARS).as("Spark's JARs for YARN").isNotEmptyDirectory();
        Path home = SparkSubmit.sparkHome();
        String java = System.getProperty("java.home");
        return new SparkSubmit(
                home,
                folder,
                Map.of(
                        "HADOOP_CONF_DIR",
                        clientConf().toString(),
                        "SPARK_DIST_CLASSPATH",
                        JARS + "/*",
                        "SPARK_SUBMIT_OPTS",
                        FAST_START),
                List.of(
                        "--master",
                        "yarn",
                        "--deploy-mode",
                        "cluster",
                        "--files",
                        config.toString(),
                        "--num-executors",
                        "1",
                        "--driver-memory",
                        "640m",
                        "--executor-memory",
                        "640m",
                        "--conf",
                        "spark.yarn.jars=local:" + home.resolve("jars") + "/*,local:" + JARS + "/*",
                        "--conf",
                        "spark.yarn.maxAppAttempts=1",
                        "--conf",
                        "spark.yarn.stagingDir="
                                + folder.resolve("yarn-staging").toUri(),
                        "--conf",
                        "spark.yarn.report.interval=200ms",
                        "--conf",
                        "spark.yarn.appMasterEnv.JAVA_HOME=" + java,
                        "--conf",
                        "spark.executorEnv.JAVA_HOME=" + java,
                        "--conf",
                        "spark.driver.extraJavaOptions=" + FAST_START,
                        "--conf",
                        "spark.executor.extraJavaOptions=" + FAST_START));
    }

    /** What YARN says of the application that was submitted last. */
    ApplicationReport lastApplication() throws IOException, YarnException {
        try (YarnClient client = YarnClient.createYarnClient()) {
            client.init(cluster.getConfig());
            client.start();
            return client.getApplications().stream()
                    .max(java.util.Comparator.comparing(ApplicationReport::getApplicationId))
                    .orElseThrow();
        }
    }

    @Override
    public void close() {
        cluster.stop();
    }

    private Path clientConf() throws IOException {
        Configuration conf = new Configuration(false);
        for (String key : List.of(YarnConfiguration.RM_ADDRESS, YarnConfiguration.RM_SCHEDULER_ADDRESS)) {
            conf.set(key, cluster.getConfig().get(key));
        }
        Path target = Files.createDirectories(folder.resolve("hadoop-conf"));
        try (OutputStream out = Files.newOutputStream(target.resolve("yarn-site.xml"))) {
            conf.writeXml(out);
        }
        return target;
    }
}
