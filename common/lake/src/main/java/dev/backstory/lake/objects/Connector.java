package dev.backstory.lake.objects;

import dev.backstory.core.failure.UsageException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** What reaches a store: JARs that the program does not bring, as it brings no JDBC driver. */
enum Connector {
    S3A(
            "Hadoop's S3 client",
            "hadoop-aws-3.3.4.jar and aws-java-sdk-bundle-1.12.262.jar",
            "bin/backstory: BACKSTORY_CLASSPATH=hadoop-aws-3.3.4.jar:aws-java-sdk-bundle-1.12.262.jar; spark-submit:"
                    + " --packages org.apache.hadoop:hadoop-aws:3.3.4"),
    GS(
            "Google's connector for Hadoop, of version 2.2,",
            "gcs-connector-hadoop3-2.2.28-shaded.jar",
            "from Maven Central: com.google.cloud.bigdataoss:gcs-connector:jar:shaded:hadoop3-2.2.28; bin/backstory:"
                    + " BACKSTORY_CLASSPATH=gcs-connector-hadoop3-2.2.28-shaded.jar; spark-submit: --jars"
                    + " gcs-connector-hadoop3-2.2.28-shaded.jar");

    private final String what;
    private final String jars;
    private final String how;

    Connector(String what, String jars, String how) {
        this.what = what;
        this.jars = jars;
        this.how = how;
    }

    /** That of a path that is on an object store. */
    static Optional<Connector> of(Path path, Configuration conf) {
        String written = path.toUri().getScheme();
        String scheme = written == null ? FileSystem.getDefaultUri(conf).getScheme() : written;
        for (Connector connector : values()) {
            if (connector.scheme().equals(scheme)) {
                return Optional.of(connector);
            }
        }
        return Optional.empty();
    }

    private String scheme() {
        return name().toLowerCase(Locale.ROOT);
    }

    UsageException missing(Path path, Throwable cause) {
        return new UsageException(
                "Cannot reach " + path + " because " + what + " is not on the class path; add " + jars + " (" + how
                        + ")",
                cause);
    }

    UsageException other(Path path, Class<?> system) {
        return new UsageException("Cannot use " + path + " because its file system is " + system.getName()
                + ", of which it is not known how it writes only what nobody else has written; use the "
                + (this == S3A ? "S3A" : "one") + " of " + jars + " (" + how + ")");
    }
}
