/** Access tokens: signed JWTs after RFC 9068, and the keys that sign and verify them. */
@NullMarked
package dev.postern.tokens;

import org.jspecify.annotations.NullMarked;
