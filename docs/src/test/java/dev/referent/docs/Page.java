package dev.referent.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the Markdown pages. A code block that is checked follows a comment that names it: {@code <!-- snippet: NAME -->}
 * stands before Java code, {@code <!-- output: NAME -->} before what it prints.
 *
 * @param path where it lies, seen from the root of the project
 * @param text its content
 */
record Page(Path path, String text) {
    /** The root of the project; tests run in the folder of their module. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- (snippet|output): ([\\w-]+) -->\\n)?```(\\w*)\\n(.*?)```", Pattern.DOTALL);

    /**
     * A code block.
     *
     * @param role snippet, output, or empty where the block is unnamed
     * @param name what the comment before it says
     * @param language what follows its opening fence
     * @param code its lines
     */
    record Block(String role, String name, String language, String code) {}

    /** Reads every page of the project. */
    static List<Page> all() throws IOException {
        List<Page> pages = new ArrayList<>();
        try (var files = Files.walk(ROOT, 3)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                pages.add(new Page(ROOT.relativize(file), Files.readString(file)));
            }
        }
        return pages;
    }

    /** Returns the code blocks in their order. */
    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String role = matcher.group(1) == null ? "" : matcher.group(1);
            String name = matcher.group(2) == null ? "" : matcher.group(2);
            blocks.add(new Block(role, name, matcher.group(3), matcher.group(4)));
        }
        return blocks;
    }

    /** Returns what the pages say that a snippet prints. */
    static String output(String name) throws IOException {
        return all().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> block.role().equals("output") && block.name().equals(name))
                .map(block -> block.code().strip())
                .reduce((one, other) -> {
                    throw new IllegalStateException("two outputs are named " + name);
                })
                .orElseThrow(() -> new IllegalStateException("no page has the output " + name));
    }
}
