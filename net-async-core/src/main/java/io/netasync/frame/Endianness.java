package io.netasync.frame;

import java.nio.ByteOrder;

/**
 * Which byte of a number comes first.
 *
 * @author net-async
 * @since 0.1.0
 */
public enum Endianness {

	/** The most significant one, as in most protocols. */
	BIG_ENDIAN(ByteOrder.BIG_ENDIAN),

	/** The least significant one. */
	LITTLE_ENDIAN(ByteOrder.LITTLE_ENDIAN);

	private final ByteOrder byteOrder;

	Endianness(ByteOrder byteOrder) {
		this.byteOrder = byteOrder;
	}

	ByteOrder byteOrder() {
		return this.byteOrder;
	}

}
