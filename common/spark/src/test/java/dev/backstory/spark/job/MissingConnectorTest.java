package dev.backstory.spark.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstory.core.failure.UsageException;
import dev.backstory.lake.files.LakeFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Object stores without the JARs that reach them. */
class MissingConnectorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3a|Hadoop's S3 client is not on the class path; add hadoop-aws-3.3.4.jar and"
                        + " aws-java-sdk-bundle-1.12.262.jar (bin/backstory: BACKSTORY_CLASSPATH=hadoop-aws-3.3.4.jar:"
                        + "aws-java-sdk-bundle-1.12.262.jar; spark-submit: --packages"
                        + " org.apache.hadoop:hadoop-aws:3.3.4)",
                "gs|Google's connector for Hadoop, of version 2.2, is not on the class path; add"
                        + " gcs-connector-hadoop3-2.2.28-shaded.jar (from Maven Central:"
                        + " com.google.cloud.bigdataoss:gcs-connector:jar:shaded:hadoop3-2.2.28; bin/backstory:"
                        + " BACKSTORY_CLASSPATH=gcs-connector-hadoop3-2.2.28-shaded.jar; spark-submit: --jars"
                        + " gcs-connector-hadoop3-2.2.28-shaded.jar)"
            })
    void saysWhichJarsAreMissing(String scheme, String why) {
        Path path = new Path(scheme + "://shop/lake/x.json");

        assertThatThrownBy(() -> new LakeFiles(new Configuration()).read(path))
                .isInstanceOf(UsageException.class)
                .hasMessage("Cannot reach " + path + " because " + why);
    }
}
