package io.netasync.channel;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every sentence in {@code docs/guarantees.md} has a test and every test a
 * sentence.
 *
 * @author net-async
 */
class GuaranteesDocTests {

	private static final String TESTS = "GuaranteesTests";

	/** A section's title, or the bold sentence that a list item begins with. */
	private static final Pattern PART = Pattern.compile("^## (.+)$|^\\* \\*\\*([^*]+)\\*\\*", Pattern.MULTILINE);

	@Test
	void everySentenceHasATestAndEveryTestASentence() throws Exception {
		assertThat(tests()).isEqualTo(sentences(Files.readString(Path.of("..", "docs", "guarantees.md"))));
	}

	@Test
	void aSentenceBecomesANameWithoutItsMarkup() {
		assertThat(sentences("## Start-up\n\n* **A `max-size`\n  can't be\n  BAD.** Or can it?\n* not a promise"))
			.isEqualTo(Map.of("StartUpGuaranteesTests", Set.of("aMaxSizeCantBeBad")));
	}

	private static Map<String, Set<String>> sentences(String page) {
		Map<String, Set<String>> sentences = new TreeMap<>();
		String section = "";
		Matcher parts = PART.matcher(page);
		while (parts.find()) {
			if (parts.group(1) != null) {
				section = StringUtils.capitalize(name(parts.group(1))) + TESTS;
			}
			else {
				boolean isNew = sentences.computeIfAbsent(section, (key) -> new TreeSet<>()).add(name(parts.group(2)));
				assertThat(isNew).as("'%s' is there once", parts.group(2)).isTrue();
			}
		}
		return sentences;
	}

	private static String name(String text) {
		return StringUtils.uncapitalize(Stream.of(text.replace("'", "").split("[^A-Za-z0-9]+"))
			.map((word) -> StringUtils.capitalize(word.toLowerCase(Locale.ROOT)))
			.collect(Collectors.joining()));
	}

	private static Map<String, Set<String>> tests() throws IOException, URISyntaxException {
		URL here = Objects.requireNonNull(GuaranteesDocTests.class.getResource("GuaranteesDocTests.class"));
		Map<String, Set<String>> tests = new TreeMap<>();
		try (Stream<Path> files = Files.list(Path.of(here.toURI()).getParent())) {
			files.map((file) -> file.getFileName().toString())
				.filter((file) -> file.endsWith(TESTS + ".class"))
				.map((file) -> StringUtils.stripFilenameExtension(file))
				.forEach((name) -> tests.put(name, tests(name)));
		}
		return tests;
	}

	private static Set<String> tests(String className) {
		try {
			Class<?> type = Class.forName(GuaranteesDocTests.class.getPackageName() + "." + className);
			return Arrays.stream(type.getDeclaredMethods())
				.filter((method) -> method.isAnnotationPresent(Test.class)
						|| method.isAnnotationPresent(ParameterizedTest.class))
				.map(Method::getName)
				.collect(Collectors.toCollection(TreeSet::new));
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
