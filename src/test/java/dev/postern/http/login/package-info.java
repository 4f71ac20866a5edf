@NullMarked
package dev.postern.http.login;

import org.jspecify.annotations.NullMarked;
