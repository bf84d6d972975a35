package dev.backstory.command;

import dev.backstory.core.config.key.ConfigException;
import dev.backstory.core.text.StrictUtf8;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * The text of a config that is named by a URI, by whatever Hadoop knows of its scheme. Only this class knows Hadoop, which is
 * there where Spark is; local files are read without.
 */
final class ConfigUri {
    private static final String HADOOP = "spark.hadoop.";

    private ConfigUri() {}

    /**
     * @param settings of Hadoop; what is set as a system property {@code spark.hadoop.…}, as spark-submit does, wins
     * @throws ConfigException when there is no such file, or it cannot be a config
     */
    static String text(String uri, Iterable<Map.Entry<String, String>> settings) {
        try {
            return Hadoop.text(uri, settings);
        } catch (NoClassDefFoundError e) {
            throw new ConfigException(List.of("Cannot read the config " + uri + ": only local files can be read without"
                    + " Spark; run 'make setup', set SPARK_HOME, or name a local file"));
        }
    }

    /** Loaded when it is needed. */
    private static final class Hadoop {
        private static String text(String uri, Iterable<Map.Entry<String, String>> settings) {
            Path file = new Path(uri);
            // Not the one that is kept for a scheme and an authority: the lake may need other settings.
            try (FileSystem system = FileSystem.newInstance(file.toUri(), configuration(settings))) {
                FileStatus status = system.getFileStatus(file);
                if (status.isDirectory()) {
                    throw cannot(uri, "it is a folder; name the file in it");
                }
                try (InputStream in = system.open(file)) {
                    String text = StrictUtf8.text(in.readAllBytes());
                    if (text == null) {
                        throw cannot(uri, "it is not UTF-8 text; save it as UTF-8");
                    }
                    return text;
                }
            } catch (FileNotFoundException e) {
                throw cannot(uri, "there is no such file; check --config");
            } catch (UnsupportedFileSystemException e) {
                throw cannot(uri, "Hadoop knows no file system of that name here; " + missing(uri));
            } catch (IOException e) {
                requireClasses(uri, e);
                throw new UncheckedIOException("Cannot read the config " + uri + ": " + e.getMessage(), e);
            } catch (RuntimeException | NoClassDefFoundError e) {
                requireClasses(uri, e);
                throw e;
            }
        }

        private static void requireClasses(String uri, Throwable failure) {
            if (lacksClass(failure)) {
                throw cannot(uri, "what reads " + scheme(uri) + ": is not on the class path; " + missing(uri));
            }
        }

        private static Configuration configuration(Iterable<Map.Entry<String, String>> settings) {
            Configuration configuration = new Configuration();
            settings.forEach(setting -> configuration.set(setting.getKey(), setting.getValue()));
            System.getProperties().stringPropertyNames().forEach(name -> {
                if (name.startsWith(HADOOP)) {
                    configuration.set(name.substring(HADOOP.length()), System.getProperty(name));
                }
            });
            return configuration;
        }

        private static boolean lacksClass(Throwable failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
                    return true;
                }
            }
            return false;
        }
    }

    private static String missing(String uri) {
        String scheme = scheme(uri);
        return switch (scheme) {
            case "s3a" ->
                "add hadoop-aws-3.3.4.jar and aws-java-sdk-bundle-1.12.262.jar (bin/backstory:"
                        + " BACKSTORY_CLASSPATH=hadoop-aws-3.3.4.jar:aws-java-sdk-bundle-1.12.262.jar; spark-submit:"
                        + " --packages org.apache.hadoop:hadoop-aws:3.3.4)";
            case "gs" ->
                "add gcs-connector-hadoop3-2.2.28-shaded.jar (from Maven Central:"
                        + " com.google.cloud.bigdataoss:gcs-connector:jar:shaded:hadoop3-2.2.28; bin/backstory:"
                        + " BACKSTORY_CLASSPATH=gcs-connector-hadoop3-2.2.28-shaded.jar; spark-submit: --jars"
                        + " gcs-connector-hadoop3-2.2.28-shaded.jar)";
            case "s3", "s3n" -> "write s3a:// where Spark is Apache's";
            default -> "add the JARs of its connector (bin/backstory: BACKSTORY_CLASSPATH; spark-submit: --jars)";
        };
    }

    private static String scheme(String uri) {
        return String.valueOf(
                URI.create(uri.substring(0, uri.indexOf(':') + 1) + "/").getScheme());
    }

    private static ConfigException cannot(String uri, String why) {
        return new ConfigException(List.of("Cannot read the config " + uri + ": " + why));
    }
}
