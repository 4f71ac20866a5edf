/** The gate as seen from HTTP: who sent a request, whether it may pass, and the files of groups. */
@NullMarked
package dev.postern.http.gate;

import org.jspecify.annotations.NullMarked;
