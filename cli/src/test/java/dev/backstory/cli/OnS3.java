package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstory.testsupport.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.s3a.S3AFileSystem;

/** A lake on the tests' S3 server. */
final class OnS3 extends InBucket {
    static final String SECRET = "a-secret-that-nobody-may-see";

    OnS3() {
        super(S3Server.get(), "s3a");
    }

    @Override
    Map<String, String> settings() {
        Map<String, String> settings = S3Server.settings(proxy().address());
        settings.keySet().removeIf(name -> name.contains("marker"));
        return settings;
    }

    @Override
    Map<String, String> ownSettings() {
        Map<String, String> settings = S3Server.settings(S3Server.get().address());
        settings.put("fs.s3a.access.key", "a-key");
        settings.put("fs.s3a.secret.key", SECRET);
        return settings;
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
        return uri("examples/otto/pipeline.yaml");
    }
}
