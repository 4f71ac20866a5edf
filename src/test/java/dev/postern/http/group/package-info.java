@NullMarked
package dev.postern.http.group;

import org.jspecify.annotations.NullMarked;
