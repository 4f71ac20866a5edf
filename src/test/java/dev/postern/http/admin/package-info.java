@NullMarked
package dev.postern.http.admin;

import org.jspecify.annotations.NullMarked;
