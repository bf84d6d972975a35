package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.FaultyProxy;
import dev.backstory.testsupport.ObjectServer;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** A lake in a bucket of its own: the processes of a test reach it by way of a proxy, the test itself without. */
abstract class InBucket implements AutoCloseable {
    private final FaultyProxy proxy;
    private final String bucket;
    private final String scheme;

    InBucket(ObjectServer server, String scheme) {
        this.proxy = new FaultyProxy(server.address());
        this.bucket = server.newBucket();
        this.scheme = scheme;
    }

    final FaultyProxy proxy() {
        return proxy;
    }

    /** The URI of what is called so in the bucket. */
    final String uri(String name) {
        return scheme + "://" + bucket + "/" + name;
    }

    final String root() {
        return uri("otto");
    }

    /** What a user says of a server of their own. */
    abstract Map<String, String> settings();

    /** What this process says to reach the server itself. */
    abstract Map<String, String> ownSettings();

    /** Settings as lines of a config, below {@code spark.conf}. */
    static String lines(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        settings.forEach((name, value) -> text.append("    spark.hadoop.")
                .append(name)
                .append(": \"")
                .append(value)
                .append("\"\n"));
        return text.toString();
    }

    /** Puts the lake of the example's config and its clicks there, with nothing secret in it. */
    final void moveExample(Path config) throws IOException {
        String clicks = uri("raw/clicks");
        String moved = Files.readString(config)
                .replace("\nlake: ../../data/otto/lake\n", "\nlake: " + root() + "\n")
                .replaceFirst("path: raw/clicks", "path: " + clicks);
        assertThat(moved).contains("\nlake: " + root() + "\n").contains("path: " + clicks);
        Files.writeString(config, moved + "spark:\n  conf:\n" + lines(settings()));
        upload(config.resolveSibling("raw/clicks"), "raw/clicks");
    }

    /** Copies a local file or folder into the bucket. */
    final void upload(Path local, String name) throws IOException {
        var target = new org.apache.hadoop.fs.Path(uri(name));
        target.getFileSystem(conf()).copyFromLocalFile(new org.apache.hadoop.fs.Path(local.toUri()), target);
    }

    /** The lake as this process reads it, by Spark too. */
    final Lake lake() {
        ownSettings().forEach(SparkForTests.session().sparkContext().hadoopConfiguration()::set);
        return new Lake(root(), new LakeFiles(conf()));
    }

    private Configuration conf() {
        Configuration conf = new Configuration();
        ownSettings().forEach(conf::set);
        return conf;
    }

    @Override
    public final void close() {
        proxy.close();
    }
}
