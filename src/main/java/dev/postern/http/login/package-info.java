/** Signing in and out, and refreshing sessions. */
@NullMarked
package dev.postern.http.login;

import org.jspecify.annotations.NullMarked;
