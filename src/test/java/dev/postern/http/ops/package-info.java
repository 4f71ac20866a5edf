@NullMarked
package dev.postern.http.ops;

import org.jspecify.annotations.NullMarked;
