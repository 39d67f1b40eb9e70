package io.netasync.payload;

import java.util.Map;

import io.netasync.frame.FrameException;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * JSON. Any object may be sent; a {@code String} becomes a JSON string, while bytes are
 * JSON already and sent as they are. What is received becomes a map, list, string, number
 * or boolean, or one type for all, and has the header {@code contentType}. JSON
 * {@code null} can't be a payload and goes to the errors channel.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class JsonPayloads implements PayloadCodec {

	static final Map<String, Object> HEADERS = Map.of(MessageHeaders.CONTENT_TYPE, Json.CONTENT_TYPE);

	private final Json json;

	private final Class<?> type;

	/**
	 * Creates a codec.
	 * @param json writes and reads
	 * @param type what is made of what was received; {@code Object} for natural values
	 */
	public JsonPayloads(Json json, Class<?> type) {
		this.json = json;
		this.type = type;
	}

	@Override
	public Object encode(Message<?> message) throws FrameException {
		Object bytes = BytesPayloads.bytes(message.getPayload());
		return (bytes != null) ? bytes : this.json.write(message.getPayload());
	}

	@Override
	public DecodedPayload decode(Message<?> message) throws FrameException {
		Object text = message.getPayload();
		return (text instanceof byte[] || text instanceof String)
				? new DecodedPayload(this.json.read(text, this.type), HEADERS) : DecodedPayload.of(text);
	}

}
