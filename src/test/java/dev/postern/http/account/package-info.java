@NullMarked
package dev.postern.http.account;

import org.jspecify.annotations.NullMarked;
