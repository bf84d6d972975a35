/** Microbenchmarks of what the history step spends its time in. They measure; nothing depends on them. */
package dev.backstory.jmh;
