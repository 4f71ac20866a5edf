/** What other rooms need of cryptography: derived keys, MACs, random text, base64url. */
@NullMarked
package dev.postern.crypto;

import org.jspecify.annotations.NullMarked;
