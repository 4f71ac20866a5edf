@NullMarked
package dev.postern.http.body;

import org.jspecify.annotations.NullMarked;
