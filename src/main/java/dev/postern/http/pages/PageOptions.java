package dev.postern.http.pages;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the pages look.
 *
 * @param logo an image file
 * @param help a line under the sign-in
 */
public record PageOptions(String title, Optional<Path> logo, Optional<String> help) {}
