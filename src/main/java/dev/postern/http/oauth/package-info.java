/** The OAuth 2.0 endpoints (RFC 6749, 7009, 7662, 8414). */
@NullMarked
package dev.postern.http.oauth;

import org.jspecify.annotations.NullMarked;
