package io.netasync.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

import io.netasync.zeromq.engine.SocketBindException;

/**
 * Says why a ZeroMQ socket of the properties could not be bound, and what to write
 * instead. JeroMQ has one error for a port in use and an address of another machine.
 *
 * @author net-async
 */
final class ZeroMqBindFailure {

	private static final String TCP = "tcp://";

	private static final int PRIVILEGED = 1024;

	private ZeroMqBindFailure() {
	}

	static NetAsyncConfigurationException of(SocketBindException failure, String property) {
		String address = failure.address();
		if (!address.startsWith(TCP)) {
			return of(failure, property, address, "the name is taken or can't be", "Set '%s' to another name.");
		}
		String host = address.substring(TCP.length(), address.lastIndexOf(':'));
		String port = address.substring(address.lastIndexOf(':') + 1);
		if (!isLocal(host)) {
			return of(failure, property, address, "that is no address of this machine",
					"Set '%%s' to an address of this machine, or to '%s*:%s' to listen on all.".formatted(TCP, port));
		}
		return of(failure, property, "port " + port, "the address is already in use",
				"Stop the process that listens on port %s, or set '%%s' to %s.".formatted(port,
						isPrivileged(port) ? "a port above 1023" : "another port (0 picks a free one)"));
	}

	private static boolean isPrivileged(String port) {
		return !port.equals("*") && Integer.parseInt(port) < PRIVILEGED;
	}

	private static boolean isLocal(String host) {
		try {
			InetAddress address = host.equals("*") ? null : InetAddress.getByName(host);
			return address == null || address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static NetAsyncConfigurationException of(SocketBindException failure, String property, String place,
			String reason, String action) {
		return new NetAsyncConfigurationException(property,
				"The ZeroMQ socket '%s' could not bind to %s: %s.".formatted(failure.name(), place, reason),
				action.formatted(property), failure);
	}

}
