package dev.backstory.lake.files;

/** Which files and folders of a source are passed over, by convention: hidden ones, and what Hadoop is still copying. */
public final class HiddenNames {
    private HiddenNames() {}

    public static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".") || name.endsWith("._COPYING_");
    }
}
