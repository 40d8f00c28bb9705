package dev.referent.corpus;

/** Sizes as people read them. */
public final class ByteSize {
    private static final long MIB = 1 << 20;
    private static final long TENTHS = 10;

    private ByteSize() {}

    /** Returns a size in bytes up to a MiB, and above in MiB, rounded up to a tenth, so that what exceeds a limit never reads as the limit. */
    public static String of(long bytes) {
        if (bytes < MIB) {
            return bytes == 1 ? "1 byte" : bytes + " bytes";
        }
        long tenths = bytes % MIB * TENTHS;
        long rounded = bytes / MIB * TENTHS + tenths / MIB + (tenths % MIB == 0 ? 0 : 1);
        return rounded / TENTHS + (rounded % TENTHS == 0 ? "" : "." + rounded % TENTHS) + " MiB";
    }
}
