package io.netasync.channel;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table in docs/payloads.md has all headers of {@link NetAsyncHeaders}.
 *
 * @author net-async
 */
class NetAsyncHeadersTests {

	@Test
	void theTableOfHeadersIsComplete() throws IOException {
		List<Object> headers = Stream.of(NetAsyncHeaders.class.getFields())
			.filter((field) -> Modifier.isStatic(field.getModifiers()))
			.map((field) -> ReflectionUtils.getField(field, null))
			.toList();
		String page = Files.readString(Path.of("..", "docs", "payloads.md"));
		assertThat(Pattern.compile("(?m)^\\| `(netasync_[^`]*)`").matcher(page).results()).map((row) -> row.group(1))
			.hasSizeGreaterThan(1)
			.containsExactlyInAnyOrderElementsOf(headers.stream().map(String::valueOf).toList());
	}

}
