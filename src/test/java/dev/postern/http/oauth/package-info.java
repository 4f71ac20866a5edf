@NullMarked
package dev.postern.http.oauth;

import org.jspecify.annotations.NullMarked;
