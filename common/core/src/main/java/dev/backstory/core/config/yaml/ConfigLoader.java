package dev.backstory.core.config.yaml;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.key.ConfigException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads {@code pipeline.yaml}. */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * Reads a config from a local file; its relative paths are resolved against its folder.
     *
     * @throws ConfigException with all problems
     */
    public static PipelineConfig load(Path file) {
        return load(file, text(file));
    }

    /** The same, of a file whose text was read already. */
    public static PipelineConfig load(Path file, String text) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return load(text, file.toString(), folder == null ? file.toAbsolutePath() : folder);
    }

    /**
     * Reads a config from a text, for configs that are not on a local disk.
     *
     * @param fileName what messages call the file
     * @param folder what relative paths are resolved against
     * @throws ConfigException with all problems
     */
    public static PipelineConfig load(String text, String fileName, Path folder) {
        return load(text, fileName, ConfigFolder.of(folder));
    }

    /**
     * Reads a config from the text of a file of another file system; its relative paths are resolved against the file's
     * folder there.
     *
     * @param uri such as {@code s3a://bucket/conf/pipeline.yaml}
     * @throws ConfigException with all problems
     */
    public static PipelineConfig loadOf(String uri, String text) {
        return load(text, uri, ConfigFolder.ofUri(uri));
    }

    private static PipelineConfig load(String text, String fileName, ConfigFolder folder) {
        Problems problems = new Problems(fileName);
        Node root = YamlTree.parse(text, problems);
        if (root instanceof Node.Scalar) {
            problems.add(1, "", "the file has no 'key: value' in it, so it is no config; check --config");
        }
        Object config = root == null || root instanceof Node.Scalar
                ? null
                : new Binder(problems, folder).bind("", 1, root, PipelineConfig.class, null);
        if (config instanceof PipelineConfig loaded && problems.isEmpty()) {
            return loaded;
        }
        throw new ConfigException(problems.inLineOrder());
    }

    /**
     * The whole text of a local config.
     *
     * @throws ConfigException when it cannot be read
     */
    public static String text(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new ConfigException(
                        List.of("Cannot read the config " + file + ": it is a folder; name the file in it"));
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(
                    List.of("Cannot read the config " + file + ": there is no such file; check --config"));
        } catch (CharacterCodingException e) {
            throw new ConfigException(
                    List.of("Cannot read the config " + file + ": it is not UTF-8 text; save it as UTF-8"));
        } catch (IOException e) {
            throw new ConfigException(List.of("Cannot read the config " + file + ": " + e));
        }
    }
}
