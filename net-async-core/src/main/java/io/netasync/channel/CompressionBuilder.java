package io.netasync.channel;

import io.netasync.transport.Compression;
import io.netasync.transport.Compression.Type;

/**
 * Compression: the properties {@code compression.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class CompressionBuilder {

	private Type type;

	private int maxRatio;

	CompressionBuilder(Compression from) {
		this.type = from.type();
		this.maxRatio = from.maxRatio();
	}

	/**
	 * Sets how what is sent is compressed; the peer must do the same.
	 * @param value the kind
	 * @return this
	 */
	public CompressionBuilder type(Type value) {
		this.type = value;
		return this;
	}

	/**
	 * Sets how many times larger than it came may be what a peer sends.
	 * @param value the ratio
	 * @return this
	 */
	public CompressionBuilder maxRatio(int value) {
		this.maxRatio = value;
		return this;
	}

	Compression build() {
		return new Compression(this.type, this.maxRatio);
	}

}
