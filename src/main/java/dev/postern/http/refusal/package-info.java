/** Every refusal: its status, code and sentence, and which exception leads to which. */
@NullMarked
package dev.postern.http.refusal;

import org.jspecify.annotations.NullMarked;
