/** Builds packs: the actions of a past month in a few files. */
package dev.backstory.history.pack;
