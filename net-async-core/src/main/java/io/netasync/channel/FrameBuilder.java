package io.netasync.channel;

import io.netasync.channel.ConnectionSpec.Format;
import io.netasync.frame.LengthHeaderSerializer;

import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * How messages are told apart on the wire: the properties {@code frame.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class FrameBuilder {

	private Format format;

	private long maxSize;

	private int headerSize;

	private boolean inclusive;

	FrameBuilder(LengthHeaderSerializer from) {
		this.format = Format.LENGTH_HEADER;
		this.maxSize = from.getMaxMessageSize();
		this.headerSize = from.headerSize();
		this.inclusive = from.isInclusive();
	}

	/**
	 * Sets the format of a frame.
	 * @param value the value
	 * @return this
	 */
	public FrameBuilder format(Format value) {
		this.format = value;
		return this;
	}

	/**
	 * Sets the largest frame that is sent or received.
	 * @param value the value
	 * @return this
	 */
	public FrameBuilder maxSize(DataSize value) {
		this.maxSize = value.toBytes();
		return this;
	}

	/**
	 * Sets the number of bytes of the length: 1, 2 or 4.
	 * @param value the value
	 * @return this
	 */
	public FrameBuilder headerSize(int value) {
		this.headerSize = value;
		return this;
	}

	/**
	 * Sets the rule whether the length counts its own bytes.
	 * @param value the value
	 * @return this
	 */
	public FrameBuilder inclusive(boolean value) {
		this.inclusive = value;
		return this;
	}

	LengthHeaderSerializer build() {
		Assert.notNull(this.format, "'format' must not be null");
		Assert.isTrue(this.maxSize <= Integer.MAX_VALUE, "'max-size' must be less than 2GB");
		return new LengthHeaderSerializer(this.headerSize, this.inclusive, (int) this.maxSize);
	}

}
