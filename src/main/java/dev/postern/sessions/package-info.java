/** Sessions, refresh tokens and revocations. */
@NullMarked
package dev.postern.sessions;

import org.jspecify.annotations.NullMarked;
