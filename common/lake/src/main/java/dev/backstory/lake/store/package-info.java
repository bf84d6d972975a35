/** The lake's folders: published days, staged runs, and the step from one to the other. */
package dev.backstory.lake.store;
