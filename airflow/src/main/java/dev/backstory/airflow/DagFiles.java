package dev.backstory.airflow;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.yaml.ConfigLoader;
import dev.backstory.core.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The files of a pipeline's DAGs, written to a folder or compared with it. */
final class DagFiles {
    private final SortedMap<String, String> contents;

    private DagFiles(SortedMap<String, String> contents) {
        this.contents = contents;
    }

    /** @throws dev.backstory.core.config.key.ConfigException with all problems of the config */
    static DagFiles of(Path configFile) {
        String text = ConfigLoader.text(configFile);
        return of(String.valueOf(configFile.getFileName()), text, ConfigLoader.load(configFile, text));
    }

    /**
     * @param name of the config's file
     * @param text of the config, unchanged
     */
    static DagFiles of(String name, String text, PipelineConfig config) {
        DagRenderer renderer = new DagRenderer(name, Sha256.hex(text));
        return new DagFiles(renderer.render(new DagPlanner(config).plan()));
    }

    /**
     * Writes the files that differ; other files in the folder are left alone. Returns the names of the files written.
     */
    List<String> writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> written = new ArrayList<>();
        for (String name : contents.keySet()) {
            Path file = folder.resolve(name);
            if (!contents.get(name).equals(textOf(file))) {
                replace(file, contents.get(name));
                written.add(name);
            }
        }
        return written;
    }

    /**
     * Airflow may read the file at any time. The name of a file that an interrupted process leaves behind is not one of
     * a DAG.
     */
    private static void replace(Path file, String text) throws IOException {
        Path whole = Files.writeString(file.resolveSibling("." + file.getFileName() + ".new"), text);
        try {
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** The difference for every file that is not as it should be. */
    List<String> differences(Path folder) throws IOException {
        List<String> differences = new ArrayList<>();
        for (String name : contents.keySet()) {
            String found = textOf(folder.resolve(name));
            if (!contents.get(name).equals(found)) {
                differences.add(LineDiff.between(name, found, contents.get(name)));
            }
        }
        return differences;
    }

    int size() {
        return contents.size();
    }

    private static String textOf(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
