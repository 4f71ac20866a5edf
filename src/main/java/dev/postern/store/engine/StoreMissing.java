package dev.postern.store.engine;

/** The store does not exist, and only a server creates one. The message says where. */
public final class StoreMissing extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreMissing(String message) {
        super(message, null, false, false);
    }
}
