/** What an operator may set: settings from a file and the environment, and secrets from the environment alone. */
@NullMarked
package dev.postern.settings;

import org.jspecify.annotations.NullMarked;
