/** The gate as seen from HTTP: who sent a request, and whether it may pass. */
@NullMarked
package dev.postern.http.gate;

import org.jspecify.annotations.NullMarked;
