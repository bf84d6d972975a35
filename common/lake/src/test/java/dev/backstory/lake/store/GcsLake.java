package dev.backstory.lake.store;

import dev.backstory.lake.files.LakeFiles;
import dev.backstory.testsupport.GcsServer;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;

/** A lake on the tests' server of Google Cloud Storage. */
public final class GcsLake {
    private GcsLake() {}

    /** A lake in a bucket of its own, reached through an address. */
    public static Lake at(URI address) {
        return new Lake("gs://" + GcsServer.get().newBucket() + "/lake", new LakeFiles(conf(address, 0)));
    }

    /** @param again how often the client asks again by itself */
    public static Configuration conf(URI address, int again) {
        Configuration conf = new Configuration();
        GcsServer.settings(address).forEach(conf::set);
        conf.set("fs.gs.http.max.retry", Integer.toString(again));
        return conf;
    }
}
