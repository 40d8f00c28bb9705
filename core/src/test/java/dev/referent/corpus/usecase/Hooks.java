package dev.referent.corpus.usecase;

import java.util.function.Supplier;

/**
 * Makes each write happen between two moments at which somebody else does something, or the storage fails.
 *
 * @param before runs before each write
 * @param after runs after each write, failed or not
 */
record Hooks(Runnable before, Runnable after) implements GuardedCorpus.Guard {
    @Override
    public <R> R run(Supplier<R> write) {
        before.run();
        try {
            return write.get();
        } finally {
            after.run();
        }
    }
}
