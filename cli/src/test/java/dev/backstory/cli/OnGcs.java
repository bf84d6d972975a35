package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.FaultyProxy;
import dev.backstory.testsupport.GcsServer;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * A lake on the tests' server of Google Cloud Storage: the processes of a test reach it by way of a proxy, the test itself
 * without.
 */
final class OnGcs implements AutoCloseable {
    private final FaultyProxy proxy = new FaultyProxy(GcsServer.get().address());
    private final String bucket = GcsServer.get().newBucket();

    FaultyProxy proxy() {
        return proxy;
    }

    String root() {
        return "gs://" + bucket + "/otto";
    }

    /** What a user says of a server of their own. */
    Map<String, String> settings() {
        return GcsServer.settings(proxy.address());
    }

    /** The connector, which {@code setup/gcs.sh} brings. */
    static String jar() {
        Path folder = OttoExample.FOLDER.toAbsolutePath().normalize();
        while (!Files.exists(folder.resolve(".backstory/gcs"))) {
            folder = folder.getParent();
        }
        return folder.resolve(".backstory/gcs/gcs-connector-hadoop3-2.2.28-shaded.jar")
                .toString();
    }

    /** Puts the lake of the example's config there, and its clicks. */
    void moveLake(Path config) throws IOException {
        String before = Files.readString(config);
        String clicks = "gs://" + bucket + "/raw/clicks";
        String moved = before.replace("\nlake: ../../data/otto/lake\n", "\nlake: " + root() + "\n")
                .replaceFirst("path: raw/clicks", "path: " + clicks);
        assertThat(moved).contains(root()).contains(clicks);
        var target = new org.apache.hadoop.fs.Path(clicks);
        target.getFileSystem(conf())
                .copyFromLocalFile(
                        new org.apache.hadoop.fs.Path(
                                config.resolveSibling("raw/clicks").toUri()),
                        target);
        StringBuilder text = new StringBuilder(moved).append("spark:\n  conf:\n");
        settings()
                .forEach((name, value) -> text.append("    spark.hadoop.")
                        .append(name)
                        .append(": \"")
                        .append(value)
                        .append("\"\n"));
        Files.writeString(config, text.toString());
    }

    /** The lake as this process reads it, by Spark too. */
    Lake lake() {
        GcsServer.settings(GcsServer.get().address())
                .forEach(SparkForTests.session().sparkContext().hadoopConfiguration()::set);
        return new Lake(root(), new LakeFiles(conf()));
    }

    static Configuration conf() {
        Configuration conf = new Configuration();
        GcsServer.settings(GcsServer.get().address()).forEach(conf::set);
        return conf;
    }

    @Override
    public void close() {
        proxy.close();
    }
}
