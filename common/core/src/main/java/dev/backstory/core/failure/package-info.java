/** Failures that a user can act on. */
package dev.backstory.core.failure;
