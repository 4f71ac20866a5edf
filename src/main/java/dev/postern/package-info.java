/** The program: arguments to commands, settings to a running server. */
@NullMarked
package dev.postern;

import org.jspecify.annotations.NullMarked;
