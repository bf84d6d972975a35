/** From the text of a config file to its records: every problem at once, each with its line. */
package dev.backstory.core.config.yaml;
