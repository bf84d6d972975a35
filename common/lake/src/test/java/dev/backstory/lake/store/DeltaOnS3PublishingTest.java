package dev.backstory.lake.store;

import dev.backstory.lake.delta.DeltaTables;
import dev.backstory.lake.files.LakeFiles;
import dev.backstory.testsupport.S3Server;

/** The same where a day is an entry of Delta's log, on an object store. */
class DeltaOnS3PublishingTest extends DeltaPublishingTest {
    @Override
    Lake newLake() {
        S3Server server = S3Server.get();
        return new Lake(
                "s3a://" + server.newBucket() + "/lake",
                new LakeFiles(S3Lake.conf(server.address())),
                new DeltaTables());
    }
}
