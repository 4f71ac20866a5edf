/** The stores of users, sessions, tokens, keys and events, as SQL tables. */
@NullMarked
package dev.postern.store.tables;

import org.jspecify.annotations.NullMarked;
