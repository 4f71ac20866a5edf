@NullMarked
package dev.postern.http.pages;

import org.jspecify.annotations.NullMarked;
