/** The HTTP surface: what a request meets on its way in, and every route. */
@NullMarked
package dev.postern.http;

import org.jspecify.annotations.NullMarked;
