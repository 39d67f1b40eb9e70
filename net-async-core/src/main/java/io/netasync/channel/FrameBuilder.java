package io.netasync.channel;

import java.nio.charset.Charset;

import io.netasync.frame.Endianness;
import io.netasync.frame.FrameSpec;
import io.netasync.frame.FrameSpec.Format;
import io.netasync.frame.LineEnding;
import org.jspecify.annotations.Nullable;

import org.springframework.core.serializer.Deserializer;
import org.springframework.core.serializer.Serializer;
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

	private Charset charset;

	private @Nullable Integer headerSize;

	private @Nullable Boolean inclusive;

	private @Nullable Endianness byteOrder;

	private @Nullable String delimiter;

	private @Nullable LineEnding lineEnding;

	private @Nullable Long chunkSize;

	private @Nullable Long size;

	private @Nullable Serializer<?> serializer;

	private @Nullable Deserializer<?> deserializer;

	FrameBuilder(FrameSpec from) {
		this.format = from.format();
		this.maxSize = from.maxSize();
		this.charset = from.charset();
		this.headerSize = from.headerSize();
		this.inclusive = from.inclusive();
		this.byteOrder = from.byteOrder();
		this.delimiter = from.delimiter();
		this.lineEnding = from.lineEnding();
		this.chunkSize = (from.chunkSize() != null) ? from.chunkSize().longValue() : null;
		this.size = (from.size() != null) ? from.size().longValue() : null;
		this.serializer = from.serializer();
		this.deserializer = from.deserializer();
	}

	/**
	 * Sets the format of a frame. Another one than before forgets the options of that
	 * one, so it is set first.
	 * @param value the value
	 * @return this
	 */
	public FrameBuilder format(Format value) {
		if (value != this.format) {
			this.headerSize = null;
			this.inclusive = null;
			this.byteOrder = null;
			this.delimiter = null;
			this.lineEnding = null;
			this.chunkSize = null;
			this.size = null;
			this.serializer = null;
			this.deserializer = null;
		}
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
	 * Sets the charset of payloads that are text.
	 * @param value the value
	 * @return this
	 */
	public FrameBuilder charset(Charset value) {
		this.charset = value;
		return this;
	}

	/**
	 * Sets the number of bytes of the length: 1, 2, 3, 4 or 8.
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

	/**
	 * Sets the order of the bytes of the length.
	 * @param value the value
	 * @return this
	 */
	public FrameBuilder byteOrder(Endianness value) {
		this.byteOrder = value;
		return this;
	}

	/**
	 * Sets what ends a frame.
	 * @param value text, with the escapes {@code \r}, {@code \n}, {@code \t}, {@code \f},
	 * {@code \0}, {@code \\} and {@code \x00} to {@code \xff}, each with a backslash
	 * @return this
	 */
	public FrameBuilder delimiter(String value) {
		this.delimiter = value;
		return this;
	}

	/**
	 * Sets what ends the lines that are written.
	 * @param value the value
	 * @return this
	 */
	public FrameBuilder lineEnding(LineEnding value) {
		this.lineEnding = value;
		return this;
	}

	/**
	 * Sets the most bytes that are received as one message of raw bytes, zero for as many
	 * as there are.
	 * @param value the value
	 * @return this
	 */
	public FrameBuilder chunkSize(DataSize value) {
		this.chunkSize = value.toBytes();
		return this;
	}

	/**
	 * Sets the size of every frame.
	 * @param value the value
	 * @return this
	 */
	public FrameBuilder size(DataSize value) {
		this.size = value.toBytes();
		return this;
	}

	/**
	 * Sets what writes frames of a format that is not ours. It is called by the threads
	 * that send, also at the same time.
	 * @param value the value
	 * @return this
	 */
	public FrameBuilder serializer(Serializer<?> value) {
		format(Format.CUSTOM).serializer = value;
		return this;
	}

	/**
	 * Sets what reads frames of a format that is not ours. One that is also the
	 * serializer, and a {@link io.netasync.frame.Framing}, is used on Netty; any other
	 * blocks a thread for each connection.
	 * @param value the value
	 * @return this
	 */
	public FrameBuilder deserializer(Deserializer<?> value) {
		format(Format.CUSTOM).deserializer = value;
		return this;
	}

	FrameSpec build() {
		return new FrameSpec(this.format, this.maxSize, this.charset, this.headerSize, this.inclusive, this.byteOrder,
				this.delimiter, this.lineEnding, bytes("chunk-size", this.chunkSize), bytes("size", this.size),
				this.serializer, this.deserializer);
	}

	private static @Nullable Integer bytes(String name, @Nullable Long value) {
		Assert.isTrue(value == null || Math.abs(value) <= Integer.MAX_VALUE,
				() -> "'" + name + "' must be less than 2GB");
		return (value != null) ? value.intValue() : null;
	}

}
