/** What a server does beside requests: follow the store, reload files, handle signals, run periodic tasks. */
@NullMarked
package dev.postern.background;

import org.jspecify.annotations.NullMarked;
