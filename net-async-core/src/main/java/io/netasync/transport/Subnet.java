package io.netasync.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;

import org.springframework.util.Assert;

/**
 * A range of addresses, such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}, or a single
 * one. An IPv4 address that came mapped into IPv6 counts as what it is.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class Subnet {

	private static final String WRITE = ": write '10.0.0.0/8', '2001:db8::/32' or a single address";

	private final String text;

	private final IpSubnetFilterRule rule;

	private Subnet(String text, IpSubnetFilterRule rule) {
		this.text = text;
		this.rule = rule;
	}

	/**
	 * Reads a subnet. Nothing is resolved, so a name is none.
	 * @param text an address, or an address, a slash and how many bits of it count
	 * @return the subnet
	 * @throws IllegalArgumentException if it is none; the message says what to write
	 */
	public static Subnet parse(String text) {
		String trimmed = text.trim();
		int slash = trimmed.indexOf('/');
		byte[] bytes = NetUtil.createByteArrayFromIpAddressString((slash < 0) ? trimmed : trimmed.substring(0, slash));
		Assert.isTrue(bytes != null, () -> "'" + trimmed + "' is not a subnet" + WRITE);
		InetAddress address = address(Objects.requireNonNull(bytes));
		int size = address.getAddress().length * Byte.SIZE;
		// of an IPv4 address written as IPv6, only the last bits are left
		int prefix = (slash < 0) ? size : prefix(trimmed, slash) + size - bytes.length * Byte.SIZE;
		Assert.isTrue(prefix >= 0 && prefix <= size,
				() -> "'" + trimmed + "' has a prefix that is not between 0 and " + size + WRITE);
		return new Subnet(trimmed, new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT));
	}

	private static int prefix(String text, int slash) {
		String digits = text.substring(slash + 1);
		boolean number = !digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(Character::isDigit);
		return number ? Integer.parseInt(digits) : -1;
	}

	private static InetAddress address(byte[] bytes) {
		try {
			return InetAddress.getByAddress(bytes);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/**
	 * Tells whether an address is in this subnet.
	 * @param address the address
	 * @return whether it is
	 */
	public boolean contains(InetAddress address) {
		byte[] bytes = address.getAddress();
		// getByAddress makes an IPv4 address of one that is mapped
		InetAddress plain = (bytes.length > Integer.BYTES) ? address(bytes) : address;
		return this.rule.matches(new InetSocketAddress(plain, 0));
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Subnet subnet && subnet.text.equals(this.text);
	}

	@Override
	public int hashCode() {
		return this.text.hashCode();
	}

	/**
	 * Returns what {@link #parse(String)} has read.
	 * @return the text
	 */
	@Override
	public String toString() {
		return this.text;
	}

}
