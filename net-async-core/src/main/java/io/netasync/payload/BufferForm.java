package io.netasync.payload;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Bytes in JSON as node.js writes a Buffer: <code>{"type":"Buffer","data":[1,2]}</code>.
 * Read besides Base64, which is what others write.
 *
 * @author net-async
 */
final class BufferForm {

	private static final String TYPE = "Buffer";

	private static final int MAX_BYTE = 0xff;

	private BufferForm() {
	}

	static SimpleModule reading() {
		return new SimpleModule("netasync-buffers-read").addDeserializer(byte[].class, new Reader());
	}

	static SimpleModule writing() {
		return new SimpleModule("netasync-buffers-write").addSerializer(byte[].class, new Writer());
	}

	/**
	 * Returns the bytes of a Buffer.
	 * @param node what may be one
	 * @return the bytes, {@code null} if it is none
	 */
	static byte @Nullable [] bytes(JsonNode node) {
		JsonNode data = node.path("data");
		if (node.size() != 2 || !TYPE.equals(node.path("type").stringValue("")) || !data.isArray()) {
			return null;
		}
		byte[] bytes = new byte[data.size()];
		for (int i = 0; i < bytes.length; i++) {
			int value = data.get(i).asInt(-1);
			if (value < 0 || value > MAX_BYTE) {
				return null;
			}
			bytes[i] = (byte) value;
		}
		return bytes;
	}

	/**
	 * Writes bytes as a Buffer.
	 */
	private static final class Writer extends StdSerializer<byte[]> {

		Writer() {
			super(byte[].class);
		}

		@Override
		public void serialize(byte[] bytes, JsonGenerator out, SerializationContext context) {
			out.writeStartObject();
			out.writeStringProperty("type", TYPE);
			out.writeArrayPropertyStart("data");
			for (byte value : bytes) {
				out.writeNumber(value & MAX_BYTE);
			}
			out.writeEndArray();
			out.writeEndObject();
		}

	}

	/**
	 * Reads a Buffer or Base64.
	 */
	private static final class Reader extends StdDeserializer<byte[]> {

		Reader() {
			super(byte[].class);
		}

		@Override
		public byte[] deserialize(JsonParser in, DeserializationContext context) {
			if (!in.hasToken(JsonToken.START_OBJECT)) {
				return in.getBinaryValue(context.getBase64Variant());
			}
			byte[] bytes = bytes(context.readTree(in));
			return (bytes != null) ? bytes : (byte[]) context.handleUnexpectedToken(getValueType(context), in);
		}

	}

}
