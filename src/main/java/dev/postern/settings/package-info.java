/** Settings from a file and the environment, and secrets only from the environment. */
@NullMarked
package dev.postern.settings;

import org.jspecify.annotations.NullMarked;
