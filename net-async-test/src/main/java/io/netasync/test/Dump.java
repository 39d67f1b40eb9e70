package io.netasync.test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Bytes as they are shown in a failure: how many, in hexadecimal and what is printable of
 * them, cut where it gets long.
 *
 * @author net-async
 */
final class Dump {

	private static final int MAX_BYTES = 64;

	private Dump() {
	}

	static String of(byte[] bytes) {
		if (bytes.length == 0) {
			return "nothing";
		}
		byte[] shown = Arrays.copyOf(bytes, Math.min(bytes.length, MAX_BYTES));
		String cut = (shown.length < bytes.length) ? "..." : "";
		String unit = (bytes.length == 1) ? " byte " : " bytes ";
		return bytes.length + unit + HexFormat.of().formatHex(shown) + cut + " |" + printable(shown) + cut + "|";
	}

	private static String printable(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^\\x20-\\x7e]", ".");
	}

}
