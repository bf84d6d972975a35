package dev.backstory.lake.files;

import dev.backstory.core.failure.FinalException;
import dev.backstory.lake.objects.StoreFault;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/** What an operation on files failed for, in words: those that a second try meets again are final. */
public final class FileFault {
    private FileFault() {}

    /**
     * @param action and its object, such as {@code lock /lake/_LOCK}
     * @param local the file, where it is on a local disk
     */
    public static RuntimeException of(String action, @Nullable Path local, IOException cause) {
        Path file = local == null ? null : fileInTheWayOf(local);
        if (file != null) {
            return new FinalException(
                    "Cannot " + action + " because " + file + " is a file where a folder is needed; correct lake in the"
                            + " config, or move the file away",
                    cause);
        }
        if (cause instanceof ParentNotDirectoryException) {
            return new FinalException(
                    "Cannot " + action + " because a file is where a folder is needed (" + cause.getMessage()
                            + "); correct lake in the config, or move the file away",
                    cause);
        }
        if (cause instanceof StoreFault fault) {
            String message = "Cannot " + action + " because " + fault.getMessage();
            return fault.isLasting() ? new FinalException(message, cause) : new UncheckedIOException(message, cause);
        }
        if (saysTheStore(cause, "ExpiredToken") || saysTheStore(cause, "TokenRefreshRequired")) {
            return new UncheckedIOException(
                    "Cannot " + action + " because the credentials for it have expired; renew them, then run it again",
                    cause);
        }
        if (saysTheStore(cause, "NoSuchBucket")) {
            return new FinalException(
                    "Cannot " + action + " because there is no such bucket; make it, or correct lake in the config",
                    cause);
        }
        if (isDeniedByTheStore(cause)) {
            return new FinalException(
                    "Cannot " + action + " because the store does not let these credentials do it; grant it, or give"
                            + " others (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, or the role of"
                            + " the machine)",
                    cause);
        }
        if (isDenied(cause) || (local != null && isRefusedFolder(cause, local))) {
            return new FinalException(
                    "Cannot " + action + " because user " + System.getProperty("user.name")
                            + " has no permission for it; grant it, or correct lake in the config",
                    cause);
        }
        if (says(cause, "Read-only file system")) {
            return new FinalException(
                    "Cannot " + action
                            + " because its file system is read-only; correct lake in the config, or mount it"
                            + " for writing",
                    cause);
        }
        return new UncheckedIOException("Cannot " + action + ": " + reason(cause), cause);
    }

    /** Whether this user may not do it. */
    public static boolean isDenied(Throwable cause) {
        return cause instanceof AccessDeniedException
                || cause instanceof AccessControlException
                || says(cause, "(Permission denied)")
                || (cause instanceof FileSystemException && says(cause, "Operation not permitted"));
    }

    private static boolean isDeniedByTheStore(IOException cause) {
        return cause instanceof AccessDeniedException
                && (saysTheStore(cause, "Amazon S3") || saysTheStore(cause, "AWS Credentials"));
    }

    private static boolean saysTheStore(Throwable cause, String words) {
        return cause.getMessage() != null && cause.getMessage().contains(words);
    }

    /** Hadoop does not say why it could not make a folder. */
    private static boolean isRefusedFolder(IOException cause, Path path) {
        return cause.getMessage() != null
                && cause.getMessage().startsWith("Mkdirs failed to create")
                && !Files.isWritable(existingAbove(path));
    }

    private static boolean says(Throwable cause, String words) {
        boolean ofTheSystem = cause instanceof FileNotFoundException || cause instanceof FileSystemException;
        return ofTheSystem && cause.getMessage() != null && cause.getMessage().contains(words);
    }

    /** The nearest thing above a path that is there, if it is a file. */
    private static @Nullable Path fileInTheWayOf(Path path) {
        Path above = existingAbove(path);
        return Files.isRegularFile(above) ? above : null;
    }

    private static Path existingAbove(Path path) {
        Path above = path.toAbsolutePath();
        Path parent = above.getParent();
        while (parent != null) {
            above = parent;
            parent = Files.exists(above) ? null : above.getParent();
        }
        return above;
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : e.getClass().getSimpleName() + ": " + message;
    }
}
