package dev.backstory.command;

import java.util.List;
import java.util.Map;

/** A command whose commands are listed in groups. */
public interface CommandGroups {
    /** The names of the commands by the title of their group. What is in none is not listed. */
    Map<String, List<String>> groups();
}
