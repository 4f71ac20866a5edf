package dev.postern;

/** A running server of a test: {@link LocalServer} or {@link ServerProcess}. */
public interface TestServer extends AutoCloseable {

    /** Where it listens, without a slash at the end. */
    String url();

    @Override
    void close();
}
