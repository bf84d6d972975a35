package dev.backstory.lake.store;

import dev.backstory.lake.files.LakeFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Storage whose machine loses power right before its n-th change, counted from 1. */
final class HaltingFiles extends LakeFiles {
    static final int HALTED = 137;

    private int changesLeft;

    HaltingFiles(Configuration conf, int haltBefore) {
        super(conf);
        this.changesLeft = haltBefore;
    }

    @Override
    public void writeWhole(Path file, String text) {
        beforeChange();
        super.writeWhole(file, text);
    }

    @Override
    public boolean createNew(Path file, String text) {
        beforeChange();
        return super.createNew(file, text);
    }

    @Override
    public void makeFolder(Path folder) {
        beforeChange();
        super.makeFolder(folder);
    }

    @Override
    public void move(Path from, Path to) {
        beforeChange();
        super.move(from, to);
    }

    @Override
    public void delete(Path path) {
        beforeChange();
        super.delete(path);
    }

    private void beforeChange() {
        changesLeft--;
        if (changesLeft == 0) {
            Runtime.getRuntime().halt(HALTED);
        }
    }
}
