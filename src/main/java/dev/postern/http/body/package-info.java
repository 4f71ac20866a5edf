/** Request and response bodies: JSON, forms, query parameters, entity tags. */
@NullMarked
package dev.postern.http.body;

import org.jspecify.annotations.NullMarked;
