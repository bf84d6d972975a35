/** What runs the Spark jobs of the generated DAGs. */
@NullMarked
package dev.backstory.core.config.runner;

import org.jspecify.annotations.NullMarked;
