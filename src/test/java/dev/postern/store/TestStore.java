package dev.postern.store;

import org.junit.jupiter.api.extension.AfterEachCallback;

/**
 * Where a test of a contract has its database from; one class for each kind of database. A test registers it as an
 * extension, which closes what was opened after each test.
 */
public interface TestStore extends AfterEachCallback {

    /** A database that holds nothing yet; called once a test at most. */
    Database open() throws Exception;
}
