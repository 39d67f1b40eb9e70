package io.netasync.event;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.springframework.util.Assert;

/**
 * Which paths a Unix socket can have.
 *
 * @author net-async
 */
final class UnixPaths {

	/** What {@code sun_path} holds, without the zero at its end: {@code man 7 unix}. */
	private static final int LINUX_BYTES = 107;

	/** The same on macOS and the BSDs. */
	private static final int BSD_BYTES = 103;

	private UnixPaths() {
	}

	static void check(String path) {
		Assert.isTrue(path.startsWith("/"),
				() -> "'unix:" + path + "' is not an absolute path: write '" + absolute(path) + "'");
		Assert.isTrue(!path.startsWith("//"), () -> "'unix:" + path + "' has a scheme: write '" + absolute(path) + "'");
		Assert.isTrue(!path.endsWith("/"), () -> "'unix:" + path + "' is a directory: write 'unix:" + path + "x.sock'");
		Assert.isTrue(path.indexOf('\0') < 0, "'path' must not have a zero byte");
		int bytes = path.getBytes(StandardCharsets.UTF_8).length;
		int most = mostBytes(System.getProperty("os.name", ""));
		Assert.isTrue(bytes <= most, () -> "'unix:" + path + "' is a path of " + bytes
				+ " bytes, and a Unix socket may have " + most + ": write a shorter one, such as 'unix:/run/x.sock'");
	}

	private static String absolute(String path) {
		String rest = path.replaceFirst("^/+", "").trim();
		return "unix:/" + (rest.isEmpty() ? "run/x.sock" : rest);
	}

	static int mostBytes(String system) {
		return system.toLowerCase(Locale.ROOT).contains("linux") ? LINUX_BYTES : BSD_BYTES;
	}

}
