package dev.postern.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Media types as RFC 9110, section 8.3, lets them be written. */
class ContentTypeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;",
                "application/json ; ; charset=utf-8;",
                "application/json;charset=UTF-8",
                "application/json; charset=\"utf-8\"",
                "application/json; charset=\"utf\\-8\"",
                "application/json; charset=utf8",
                "application/json; odata=verbose; charset=utf-8",
                "application/json; profile=\"a; charset=latin1\"",
            })
    void whatMayBeWrittenIsTaken(String value) {
        assertThat(ContentType.is(ContentType.JSON, value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "json",
                "text/json",
                "application/jsonx",
                "application/json charset=utf-8",
                "application/json; charset=latin1",
                "application/json; charset=utf-16",
                "application/json; charset=utf-8; charset=latin1",
                "application/json; charset = utf-8",
                "application/json; charset",
                "application/json; x=\"open",
                "application/json, text/plain",
            })
    void whatMeansSomethingElseIsNot(String value) {
        assertThat(ContentType.is(ContentType.JSON, value)).isFalse();
    }

    @Test
    void aLongOneIsReadInOneGo() {
        assertThat(ContentType.is(ContentType.JSON, "application/json" + "; a=b".repeat(5_000)))
                .isTrue();
        assertThat(ContentType.is(ContentType.JSON, "application/json; a=\"" + "\\\"".repeat(10_000)))
                .isFalse();
    }
}
