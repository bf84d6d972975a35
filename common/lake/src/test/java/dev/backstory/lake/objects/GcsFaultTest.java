package dev.backstory.lake.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.HttpHeaders;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.HttpResponseException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Google's answers mean, as it words them, to who runs it. */
class GcsFaultTest {
    private static final String OTHERS =
            " (GOOGLE_APPLICATION_CREDENTIALS in the environment names the file of a service"
                    + " account's key, or fs.gs.auth.service.account.json.keyfile does; else it is the service account of the"
                    + " machine)";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|Invalid Credentials|false|the credentials for it are not valid, or have expired (401 Unauthorized);"
                        + " renew them, or give others",
                "403|x@y does not have storage.objects.create access|true|the store does not let these credentials do it"
                        + " (403 Forbidden); grant it, or give others",
            })
    void credentials(int status, String content, boolean lasting, String why) {
        IOException fault = GcsFault.of(answer(status, content));

        assertThat(fault).isInstanceOf(StoreFault.class).hasMessage(why + OTHERS);
        assertThat(((StoreFault) fault).isLasting()).isEqualTo(lasting);
    }

    @Test
    void tooManyRequestsAreNoRefusal() {
        assertThat(GcsFault.of(answer(403, "{\"reason\": \"rateLimitExceeded\"}")))
                .isNotInstanceOf(StoreFault.class)
                .hasMessage("the store is busy (403 Forbidden)");
    }

    @Test
    void whereThereAreNone() {
        assertThat(GcsFault.of(new IOException("Error getting access token from metadata server at: 'http://…'")))
                .isInstanceOf(StoreFault.class)
                .hasMessage("there are no credentials for it: none are named, and the machine's metadata server gives"
                        + " none; give some" + OTHERS);
        assertThat(GcsFault.of(new IOException("Error reading credential file from environment variable"
                        + " GOOGLE_APPLICATION_CREDENTIALS, value '/x.json': File does not exist.")))
                .hasMessage("there are no credentials for it: Error reading credential file from environment variable"
                        + " GOOGLE_APPLICATION_CREDENTIALS, value '/x.json': File does not exist; give some" + OTHERS);
        IOException other = new IOException("Connection reset");
        assertThat(GcsFault.of(other)).isSameAs(other);
    }

    @Test
    void aBucketThatIsNotThereIsNoObjectThatIsNot() {
        assertThat(GcsFault.isOfObject(answer(404, "No such object: shop/lake/x.json")))
                .isTrue();
        assertThat(GcsFault.isOfObject(answer(404, "The specified bucket does not exist.")))
                .isFalse();
    }

    private static HttpResponseException answer(int status, String content) {
        String said = status == 401 ? "Unauthorized" : status == 403 ? "Forbidden" : "Not Found";
        return new HttpResponseException.Builder(status, said, new HttpHeaders())
                .setContent(content)
                .build();
    }
}
