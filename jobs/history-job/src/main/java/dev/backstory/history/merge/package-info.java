/** What builds and packs share: the files they read, the ranges they are cut into, and how a failed task is reported. */
package dev.backstory.history.merge;
