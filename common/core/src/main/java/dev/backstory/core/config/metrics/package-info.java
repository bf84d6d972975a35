/** Where figures of each run are sent. */
package dev.backstory.core.config.metrics;
