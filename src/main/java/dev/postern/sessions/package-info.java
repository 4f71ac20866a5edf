/** Sign-ins: how they begin, are renewed by refresh tokens, and end. */
@NullMarked
package dev.postern.sessions;

import org.jspecify.annotations.NullMarked;
