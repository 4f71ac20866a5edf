/** The revocation feed for services that verify tokens themselves. */
@NullMarked
package dev.postern.http.feed;

import org.jspecify.annotations.NullMarked;
