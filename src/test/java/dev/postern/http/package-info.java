@NullMarked
package dev.postern.http;

import org.jspecify.annotations.NullMarked;
