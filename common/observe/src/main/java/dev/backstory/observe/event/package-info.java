/** The events of a job for its observers: that it has started, and how it ended. */
package dev.backstory.observe.event;
