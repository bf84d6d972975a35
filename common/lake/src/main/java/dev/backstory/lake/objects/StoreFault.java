package dev.backstory.lake.objects;

import java.io.IOException;

/** What a store answered, in words that say what to do, to be read after "Cannot … because". */
public final class StoreFault extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean lasting;

    /** @param lasting whether a second try meets it again */
    StoreFault(String why, boolean lasting, Throwable cause) {
        super(why, cause);
        this.lasting = lasting;
    }

    public boolean isLasting() {
        return lasting;
    }
}
