package dev.postern.storm;

/**
 * What an instance said to a request.
 *
 * @param status {@link #NONE} if it said nothing
 * @param body or why there is none
 * @param begun when the request was begun, in {@link System#nanoTime()}
 */
record Answer(int instance, int status, String body, long begun) {
    static final int NONE = 0;

    private static final int SERVER_ERRORS = 500;

    /** Whether the request is to be made again. */
    boolean failed() {
        return status == NONE || status >= SERVER_ERRORS;
    }

    boolean ok() {
        return status == 200;
    }

    boolean refused() {
        return status == 401;
    }
}
