package dev.referent.jdbc.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded chance: the same seed, the same choices; neighbouring seeds have nothing in common. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Tells, true with that probability. */
    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Returns a number from 0, below the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[below(choices.length)];
    }

    <T> List<T> shuffled(List<T> items) {
        List<T> rest = new ArrayList<>(items);
        List<T> shuffled = new ArrayList<>();
        while (!rest.isEmpty()) {
            shuffled.add(rest.remove(below(rest.size())));
        }
        return shuffled;
    }
}
