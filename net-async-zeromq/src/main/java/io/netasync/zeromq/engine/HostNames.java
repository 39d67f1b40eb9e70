package io.netasync.zeromq.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Tells whether the host of an address can be found, which JeroMQ wants to know when it
 * connects. May take its time, so not on the thread of the sockets, which then finds the
 * answer remembered.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class HostNames {

	private static final String TCP = "tcp://";

	private HostNames() {
	}

	/**
	 * Looks for the host of an address.
	 * @param address the address
	 * @return {@code false} if it has a host that nobody knows
	 */
	public static boolean isKnown(String address) {
		if (!address.startsWith(TCP)) {
			return true;
		}
		try {
			InetAddress.getByName(address.substring(TCP.length(), address.lastIndexOf(':')));
			return true;
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
