package io.netasync.server;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The addresses that one peer may be expected to have: one IPv4 address, or an IPv6
 * network of 64 bits, which is what a single host gets. An IPv4 address that is mapped
 * into IPv6 counts as what it is.
 *
 * @param version 4 or 6
 * @param bits the address or the network
 * @author net-async
 */
record AddressGroup(int version, long bits) {

	private static final int MAPPED = 10;

	static AddressGroup of(InetAddress address) {
		ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
		if (bytes.remaining() == Integer.BYTES) {
			return new AddressGroup(4, bytes.getInt());
		}
		boolean mapped = bytes.getLong(0) == 0 && bytes.getShort(Long.BYTES) == 0 && bytes.getShort(MAPPED) == -1;
		return mapped ? new AddressGroup(4, bytes.getInt(MAPPED + Short.BYTES)) : new AddressGroup(6, bytes.getLong());
	}

}
