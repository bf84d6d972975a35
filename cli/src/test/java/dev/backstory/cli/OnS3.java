package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.lake.files.LakeFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.testsupport.FaultyProxy;
import dev.backstory.testsupport.S3Server;
import dev.backstory.testsupport.SparkForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;

/** A lake in a bucket of its own: the processes of a test reach it by way of a proxy, the test itself without. */
final class OnS3 implements AutoCloseable {
    static final String SECRET = "a-secret-that-nobody-may-see";

    private final FaultyProxy proxy = new FaultyProxy(S3Server.get().address());
    private final String bucket = S3Server.get().newBucket();

    FaultyProxy proxy() {
        return proxy;
    }

    String bucket() {
        return bucket;
    }

    String root() {
        return "s3a://" + bucket + "/otto";
    }

    /** The two JARs that a lake on S3 needs. */
    static List<String> jars() {
        return List.of(jar(S3AFileSystem.class), jar(com.amazonaws.AmazonClientException.class));
    }

    private static String jar(Class<?> of) {
        return of.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    static Map<String, String> keys() {
        return new TreeMap<>(Map.of("AWS_ACCESS_KEY_ID", "a-key", "AWS_SECRET_ACCESS_KEY", SECRET));
    }

    /** Puts the lake of the example's config there, with nothing secret in it. */
    void moveLake(Path config) throws IOException {
        String before = Files.readString(config);
        StringBuilder text =
                new StringBuilder(before.replace("\nlake: ../../data/otto/lake\n", "\nlake: " + root() + "\n"));
        assertThat(text.toString()).isNotEqualTo(before);
        text.append("spark:\n  conf:\n");
        settings()
                .forEach((name, value) -> text.append("    spark.hadoop.")
                        .append(name)
                        .append(": \"")
                        .append(value)
                        .append("\"\n"));
        Files.writeString(config, text.toString());
    }

    /**
     * Copies the example into the bucket: its raw events, and a config whose paths are relative. What is replaced goes with
     * the next run, so that what is left is seen at once.
     *
     * @param folder for a copy on this machine
     * @return the config's URI
     */
    String copyExample(Path folder) throws IOException {
        Path config = OttoExample.copyTo(folder);
        String text = Files.readString(config);
        String moved = text.replace("\nlake: ../../data/otto/lake\n", "\nlake: ../../otto\n")
                + "spark: {conf: {spark.hadoop.backstory.replaced-files-are-kept: PT0S}}\n";
        assertThat(moved).contains("\nlake: ../../otto\n");
        Files.writeString(config, moved);
        upload(config, "examples/otto/pipeline.yaml");
        upload(config.resolveSibling("raw"), "examples/otto/raw");
        return "s3a://" + bucket + "/examples/otto/pipeline.yaml";
    }

    /** Copies a local file or folder into the bucket. */
    void upload(Path local, String name) throws IOException {
        var target = new org.apache.hadoop.fs.Path("s3a://" + bucket + "/" + name);
        target.getFileSystem(conf()).copyFromLocalFile(new org.apache.hadoop.fs.Path(local.toUri()), target);
    }

    /** What a user says of a server of their own. */
    Map<String, String> settings() {
        Map<String, String> settings = S3Server.settings(proxy.address());
        settings.keySet().removeIf(name -> name.contains("marker"));
        return settings;
    }

    /** The lake as this process reads it, by Spark too. */
    Lake lake() {
        conf().forEach(setting -> {
            if (setting.getKey().startsWith("fs.s3a")) {
                SparkForTests.session().sparkContext().hadoopConfiguration().set(setting.getKey(), setting.getValue());
            }
        });
        return new Lake(root(), new LakeFiles(conf()));
    }

    static Configuration conf() {
        Configuration conf = new Configuration();
        S3Server.settings(S3Server.get().address()).forEach(conf::set);
        conf.set("fs.s3a.access.key", "a-key");
        conf.set("fs.s3a.secret.key", SECRET);
        return conf;
    }

    @Override
    public void close() {
        proxy.close();
    }
}
