/** The people who may sign in, and their passwords. */
@NullMarked
package dev.postern.users;

import org.jspecify.annotations.NullMarked;
