@NullMarked
package dev.postern.http.feed;

import org.jspecify.annotations.NullMarked;
