/** A store in an SQLite file. */
@NullMarked
package dev.postern.store.sqlite;

import org.jspecify.annotations.NullMarked;
