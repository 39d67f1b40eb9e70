package io.netasync.channel;

import java.nio.charset.Charset;
import java.util.function.Supplier;

import io.netasync.frame.FrameSpec.Format;
import io.netasync.payload.BytesPayloads;
import io.netasync.payload.ConverterPayloads;
import io.netasync.payload.Json;
import io.netasync.payload.JsonPayloads;
import io.netasync.payload.NodeIpcPayloads;
import io.netasync.payload.PayloadCodec;
import io.netasync.payload.TextPayloads;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.Assert;

/**
 * What the bytes of a frame mean to the application.
 *
 * @param conversion how they are converted, {@code null} for what the format of the
 * frames is made for
 * @param converter converts them instead, {@code null} for none
 * @param type what is made of what was received, {@code null} for what comes naturally
 * @param json the JSON of the application; asked for only if it is needed
 * @author net-async
 * @since 0.1.0
 */
public record PayloadSpec(@Nullable Conversion conversion, @Nullable MessageConverter converter,
		@Nullable Class<?> type, Supplier<Json> json) {

	/**
	 * Returns the default: what the format of the frames is made for.
	 * @return the default
	 */
	public static PayloadSpec defaults() {
		return new PayloadSpec(null, null, null, Json::standard);
	}

	/**
	 * Refuses what does not go together.
	 * @param format the format of the frames
	 */
	void check(Format format) {
		Conversion chosen = effective(format);
		Assert.isTrue(format != Format.NODE_IPC || (this.converter == null && chosen == Conversion.JSON),
				"'payload' must be json, or not set, with 'frame.format: node-ipc'");
		Assert.isTrue(format != Format.RAW || this.converter != null || chosen != Conversion.JSON,
				"'payload' must not be json with 'frame.format: raw', where nothing tells one message from the next");
		Assert.isTrue(this.type == null || this.converter != null || chosen == Conversion.JSON,
				"'payload-type' must not be set unless 'payload' is json or a MessageConverter");
	}

	private Conversion effective(Format format) {
		return (this.conversion != null) ? this.conversion : Conversion.of(format);
	}

	/**
	 * Makes what converts payloads.
	 * @param format the format of the frames, which decides where nothing was chosen
	 * @param charset the charset of text
	 * @return the codec
	 */
	public PayloadCodec codec(Format format, Charset charset) {
		Class<?> target = (this.type != null) ? this.type : Object.class;
		if (this.converter != null) {
			return new ConverterPayloads(this.converter, target);
		}
		return switch (effective(format)) {
			case BYTES -> new BytesPayloads();
			case STRING -> new TextPayloads(charset);
			case JSON -> (format == Format.NODE_IPC) ? new NodeIpcPayloads(this.json.get(), target)
					: new JsonPayloads(this.json.get(), target);
		};
	}

	PayloadSpec with(Conversion other) {
		return new PayloadSpec(other, null, (other == Conversion.JSON) ? this.type : null, this.json);
	}

	PayloadSpec with(MessageConverter other) {
		return new PayloadSpec(null, other, this.type, this.json);
	}

	PayloadSpec with(Class<?> other) {
		return new PayloadSpec(this.conversion, this.converter, other, this.json);
	}

	/**
	 * Conversions of payloads.
	 */
	public enum Conversion {

		/** Bytes as they are. */
		BYTES,

		/** Text in the charset of the frames. */
		STRING,

		/** JSON. */
		JSON;

		/**
		 * Returns what a format is made for.
		 * @param format the format
		 * @return the conversion where none is chosen
		 */
		public static Conversion of(Format format) {
			return switch (format) {
				case LINE -> STRING;
				case NODE_IPC -> JSON;
				default -> BYTES;
			};
		}

	}

}
