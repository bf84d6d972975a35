package dev.backstory.cli;

import dev.backstory.testsupport.GcsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A lake on the tests' server of Google Cloud Storage. */
final class OnGcs extends InBucket {
    OnGcs() {
        super(GcsServer.get(), "gs");
    }

    @Override
    Map<String, String> settings() {
        return GcsServer.settings(proxy().address());
    }

    @Override
    Map<String, String> ownSettings() {
        return GcsServer.settings(GcsServer.get().address());
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
}
