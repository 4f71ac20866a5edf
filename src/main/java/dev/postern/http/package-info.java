/** The web server and its routes. */
@NullMarked
package dev.postern.http;

import org.jspecify.annotations.NullMarked;
