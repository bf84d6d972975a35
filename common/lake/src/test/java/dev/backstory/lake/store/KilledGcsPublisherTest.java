package dev.backstory.lake.store;

import dev.backstory.testsupport.GcsServer;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;

/** The same on Google Cloud Storage. */
@Tag("gcs")
class KilledGcsPublisherTest extends KilledS3PublisherTest {
    @Override
    URI server() {
        return GcsServer.get().address();
    }

    @Override
    String newBucket() {
        return GcsServer.get().newBucket();
    }

    @Override
    String scheme() {
        return "gs";
    }

    @Override
    Configuration conf(URI address, int again) {
        return GcsLake.conf(address, again);
    }

    @Override
    String expired() {
        return "are not valid, or have expired (401 The provided token has expired.); renew them, or give others"
                + " (GOOGLE_APPLICATION_CREDENTIALS in the environment names the file of a service account's key, or"
                + " fs.gs.auth.service.account.json.keyfile does; else it is the service account of the machine)";
    }
}
