/** Failures that a user can act on. */
package dev.backstory.lake.failure;
