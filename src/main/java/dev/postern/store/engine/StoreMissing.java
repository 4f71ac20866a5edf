package dev.postern.store.engine;

/** There is no store where a command was to find one, and only a server makes one. The message says where. */
public final class StoreMissing extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreMissing(String message) {
        super(message, null, false, false);
    }
}
