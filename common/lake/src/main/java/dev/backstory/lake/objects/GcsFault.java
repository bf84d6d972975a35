package dev.backstory.lake.objects;

import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.auth.oauth2.TokenResponseException;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.HttpResponseException;
import java.io.IOException;
import java.util.Locale;

/** What Google's answers mean to who runs it. */
final class GcsFault {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private static final String OTHERS =
            "(GOOGLE_APPLICATION_CREDENTIALS in the environment names the file of a service"
                    + " account's key, or fs.gs.auth.service.account.json.keyfile does; else it is the service account of the"
                    + " machine)";

    private GcsFault() {}

    /** The failure in words that say what to do, where it is known; otherwise as it is. */
    static IOException of(IOException failure) {
        if (failure instanceof HttpResponseException answer && !(failure instanceof TokenResponseException)) {
            return of(answer);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String said = String.valueOf(cause.getMessage());
            if (cause instanceof TokenResponseException) {
                return new StoreFault(
                        "the credentials for it are refused: " + oneLine(said) + "; renew them, or give others "
                                + OTHERS,
                        false,
                        failure);
            }
            if (said.contains("metadata server")) {
                return none("none are named, and the machine's metadata server gives none", failure);
            }
            if (said.contains("redential")) {
                return none(oneLine(said).replaceAll("\\.$", ""), failure);
            }
        }
        return failure;
    }

    private static StoreFault none(String why, IOException failure) {
        return new StoreFault("there are no credentials for it: " + why + "; give some " + OTHERS, false, failure);
    }

    private static IOException of(HttpResponseException answer) {
        String said = said(answer);
        return switch (answer.getStatusCode()) {
            case UNAUTHORIZED ->
                new StoreFault(
                        "the credentials for it are not valid, or have expired (" + said
                                + "); renew them, or give others " + OTHERS,
                        false,
                        answer);
            case FORBIDDEN ->
                isTooMuch(answer)
                        ? new IOException("the store is busy (" + said + ")", answer)
                        : new StoreFault(
                                "the store does not let these credentials do it (" + said
                                        + "); grant it, or give others " + OTHERS,
                                true,
                                answer);
            case NOT_FOUND ->
                new StoreFault("there is no such bucket; make it, or correct lake in the config", true, answer);
            default -> new IOException("the store answered " + said, answer);
        };
    }

    /** Whether it says that an object is not there; of a bucket Google says so. */
    static boolean isOfObject(HttpResponseException answer) {
        return answer.getStatusCode() == NOT_FOUND
                && !(answer instanceof TokenResponseException)
                && !String.valueOf(answer.getContent()).toLowerCase(Locale.ROOT).contains("bucket does not exist");
    }

    private static boolean isTooMuch(HttpResponseException answer) {
        return String.valueOf(answer.getContent()).toLowerCase(Locale.ROOT).contains("ratelimitexceeded");
    }

    /** The status, and what stands beside it. */
    private static String said(HttpResponseException answer) {
        String more = answer instanceof GoogleJsonResponseException json && json.getDetails() != null
                ? json.getDetails().getMessage()
                : answer.getStatusMessage();
        return answer.getStatusCode() + (more == null || more.isBlank() ? "" : " " + oneLine(more));
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
