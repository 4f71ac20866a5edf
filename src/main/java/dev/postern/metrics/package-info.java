/** What the server counts and measures, for Prometheus. */
@NullMarked
package dev.postern.metrics;

import org.jspecify.annotations.NullMarked;
