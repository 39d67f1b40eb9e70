package io.netasync.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

import io.netasync.zeromq.engine.SocketBindException;

/**
 * Says why a ZeroMQ socket or broker of the properties could not be bound, and what to
 * write instead. JeroMQ has one error for a port in use and an address of another
 * machine.
 *
 * @param failure what JeroMQ says
 * @param side what could not be bound
 * @param property where its address stands
 * @author net-async
 */
record ZeroMqBindFailure(SocketBindException failure, String side, String property) {

	private static final String TCP = "tcp://";

	private static final int PRIVILEGED = 1024;

	NetAsyncConfigurationException exception() {
		String address = this.failure.address();
		if (!address.startsWith(TCP)) {
			return exception(address, "the name is taken or can't be", "Set '%s' to another name.");
		}
		String host = address.substring(TCP.length(), address.lastIndexOf(':'));
		String port = address.substring(address.lastIndexOf(':') + 1);
		if (!isLocal(host)) {
			return exception(address, "that is no address of this machine",
					"Set '%%s' to an address of this machine, or to '%s*:%s' to listen on all.".formatted(TCP, port));
		}
		return exception("port " + port, "the address is already in use",
				"Stop the process that listens on port %s, or set '%%s' to %s.".formatted(port,
						isPrivileged(port) ? "a port above 1023" : "another port (0 picks a free one)"));
	}

	private NetAsyncConfigurationException exception(String place, String reason, String action) {
		return new NetAsyncConfigurationException(this.property,
				"The ZeroMQ %s '%s' could not bind to %s: %s.".formatted(this.side, this.failure.name(), place, reason),
				action.formatted(this.property), this.failure);
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

}
