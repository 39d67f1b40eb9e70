package io.netasync.zeromq.engine;

import java.util.regex.Pattern;

import org.springframework.util.Assert;

/**
 * Which addresses sockets can have.
 *
 * @author net-async
 */
final class Endpoints {

	private static final Pattern TCP = Pattern.compile("tcp://(\\[[^\\]]+]|[^:\\[\\]]+):(\\d{1,5}|\\*)");

	private static final int MAX_PORT = 0xffff;

	private Endpoints() {
	}

	/**
	 * Refuses what is no address.
	 * @param property where it stands
	 * @param address the address
	 * @throws IllegalArgumentException if it is none; the message says what to write
	 */
	static void check(String property, String address) {
		if (address.startsWith("inproc://") || address.startsWith("ipc://")) {
			Assert.isTrue(!address.endsWith("://"), () -> wrong(property, address));
			return;
		}
		boolean tcp = TCP.matcher(address).matches();
		Assert.isTrue(tcp, () -> wrong(property, address));
		String port = address.substring(address.lastIndexOf(':') + 1);
		boolean any = port.equals("*") || port.equals("0");
		Assert.isTrue(any ? property.equals("bind") : Integer.parseInt(port) <= MAX_PORT,
				() -> wrong(property, address));
	}

	private static String wrong(String property, String address) {
		return "'%s' must be an address such as 'tcp://%s:5555', 'inproc://name' or 'ipc://name', not '%s'"
			.formatted(property, property.equals("bind") ? "*" : "localhost", address);
	}

	/**
	 * Makes ZeroMQ's spelling of an address to bind.
	 * @param address the address
	 * @return the same, where port 0 is {@code *}
	 */
	static String toBind(String address) {
		return address.endsWith(":0") ? address.substring(0, address.length() - 1) + "*" : address;
	}

}
