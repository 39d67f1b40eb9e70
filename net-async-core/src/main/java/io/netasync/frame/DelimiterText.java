package io.netasync.frame;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.Assert;

/**
 * A delimiter as it is written in a configuration: text in UTF-8, with the escapes
 * {@code \r}, {@code \n}, {@code \t}, {@code \f}, {@code \0}, {@code \\} and {@code \x00}
 * to {@code \xff} for any byte.
 *
 * @author net-async
 */
final class DelimiterText {

	private static final Pattern PART = Pattern.compile("\\\\(?:x([0-9a-fA-F]{2})|(.?))|[^\\\\]+", Pattern.DOTALL);

	private static final String NAMES = "rntf0\\";

	private static final String BYTES = "\r\n\t\f\0\\";

	private DelimiterText() {
	}

	/**
	 * Makes the bytes of a delimiter.
	 * @param text the text
	 * @return its bytes
	 * @throws IllegalArgumentException if there are none, or an escape is unknown
	 */
	static byte[] bytes(String text) {
		Assert.isTrue(!text.isEmpty(), "'delimiter' must not be empty");
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		Matcher parts = PART.matcher(text);
		while (parts.find()) {
			if (parts.group(1) != null) {
				bytes.write(Integer.parseInt(parts.group(1), 16));
			}
			else if (parts.group(2) != null) {
				bytes.write(named(parts.group(2)));
			}
			else {
				bytes.writeBytes(parts.group().getBytes(StandardCharsets.UTF_8));
			}
		}
		return bytes.toByteArray();
	}

	private static char named(String name) {
		int index = name.isEmpty() ? -1 : NAMES.indexOf(name);
		Assert.isTrue(index >= 0,
				"'delimiter' must have no other escapes than \\r, \\n, \\t, \\f, \\0, \\\\ and \\x00");
		return BYTES.charAt(index);
	}

}
