package dev.backstory.lake.iceberg;

/** Why something of Iceberg failed, for a message: its own exceptions often say less than what caused them. */
final class Reason {
    private Reason() {}

    static String of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String said = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String caused = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        String reason = root == failure || said.contains(caused) ? said : said + ": " + caused;
        return reason.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
