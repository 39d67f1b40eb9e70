package io.netasync.zeromq.engine;

import java.util.regex.Pattern;

import org.springframework.util.Assert;

/**
 * Which addresses sockets can have: {@code tcp://host:port}, {@code inproc://name} within
 * a context, and {@code jeromq-ipc://name} between JVMs of a machine. The last is what
 * JeroMQ calls {@code ipc}: TCP on a local port that it makes of the name. No other
 * ZeroMQ finds it there, so the name that all others have is refused.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class Endpoints {

	private static final Pattern TCP = Pattern.compile("tcp://(\\[[^\\]]+]|[^:\\[\\]]+):(\\d{1,5}|\\*)");

	private static final String IPC = "ipc://";

	private static final String JEROMQ_IPC = "jeromq-ipc://";

	private static final int MAX_PORT = 0xffff;

	private Endpoints() {
	}

	/**
	 * Refuses what is no address.
	 * @param property where it stands
	 * @param address the address
	 * @throws IllegalArgumentException if it is none; the message says what to write
	 */
	public static void check(String property, String address) {
		Assert.isTrue(!address.startsWith(IPC),
				() -> "'%s' must not be '%s', which libzmq would not find: write 'tcp://127.0.0.1:5555', or '%s%s' if all peers are JeroMQ's"
					.formatted(property, address, JEROMQ_IPC, address.substring(IPC.length())));
		if (address.startsWith("inproc://") || address.startsWith(JEROMQ_IPC)) {
			Assert.isTrue(!address.endsWith("://"), () -> wrong(property, address));
			return;
		}
		Assert.isTrue(TCP.matcher(address).matches(), () -> wrong(property, address));
		String port = address.substring(address.lastIndexOf(':') + 1);
		boolean any = port.equals("*") || port.equals("0");
		Assert.isTrue(any ? property.equals("bind") : Integer.parseInt(port) <= MAX_PORT,
				() -> wrong(property, address));
	}

	private static String wrong(String property, String address) {
		return "'%s' must be an address such as 'tcp://%s:5555' or 'inproc://name', not '%s'".formatted(property,
				property.equals("bind") ? "*" : "localhost", address);
	}

	/**
	 * Makes JeroMQ's spelling of an address.
	 * @param address the address
	 * @return the same, where port 0 is {@code *} and JeroMQ's ipc has JeroMQ's name
	 */
	static String toJeroMq(String address) {
		if (address.startsWith(JEROMQ_IPC)) {
			return IPC + address.substring(JEROMQ_IPC.length());
		}
		boolean anyPort = address.startsWith("tcp://") && address.endsWith(":0");
		return anyPort ? address.substring(0, address.length() - 1) + "*" : address;
	}

}
