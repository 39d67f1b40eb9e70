package io.netasync.payload;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.Message;

/**
 * The messages of node-ipc: <code>{"type":T,"data":D}</code>, with the payload as D and
 * the header {@code netasync_type} as T. <pre>
 * payload "hello", netasync_type "greet"  &lt;-&gt;  {"type":"greet","data":"hello"}
 * payload ""                               -&gt;  {"type":"message","data":{}}
 * payload byte[] { 1, 2 }                 &lt;-&gt;  {"type":"message","data":{"type":"Buffer","data":[1,2]}}
 * </pre> Without the header the type is {@code message}. What node-ipc accepts is
 * accepted here: whitespace, further fields, no data, which becomes an empty map. What is
 * no such message goes to the errors channel, and so do the names that node-ipc keeps for
 * its own events, which it would let a peer imitate.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class NodeIpcPayloads implements PayloadCodec {

	/** Header: the type of a message. */
	public static final String TYPE = "netasync_type";

	/** Header: the id that a peer gave itself, in {@code data.id}. */
	public static final String PEER = "netasync_peer";

	private static final String DEFAULT_TYPE = "message";

	private static final byte[] BEFORE_TYPE = ascii("{\"type\":");

	private static final byte[] BEFORE_DATA = ascii(",\"data\":");

	private static final byte[] NULL = ascii("null");

	private static final byte[] EMPTY_TEXT = ascii("\"\"");

	private static final byte[] NO_DATA = ascii("{}");

	/**
	 * What node-ipc 9.2.1 publishes itself (client.js, socketServer.js, event-pubsub).
	 */
	private static final Set<String> RESERVED = Set.of("connect", "disconnect", "destroy", "error", "data", "start",
			"close", "socket.disconnected", "*");

	private static final int MAX_PEER_CHARACTERS = 256;

	private final JsonMapper mapper;

	private final Class<?> payloadType;

	/**
	 * Creates a codec.
	 * @param json writes and reads
	 * @param payloadType what is made of the data of a message; {@code Object} for
	 * natural values
	 */
	public NodeIpcPayloads(Json json, Class<?> payloadType) {
		this.mapper = json.node();
		this.payloadType = payloadType;
	}

	@Override
	public Object encode(Message<?> message) throws FrameException {
		Object type = message.getHeaders().getOrDefault(TYPE, DEFAULT_TYPE);
		String name = allowed(String.valueOf(type));
		Object bytes = BytesPayloads.bytes(message.getPayload());
		Object data = (bytes != null) ? bytes : message.getPayload();
		return write(name, (data instanceof ByteBuffer buffer) ? array(buffer) : data);
	}

	private static byte[] array(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		return bytes;
	}

	private byte[] write(String type, Object data) throws FrameException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try {
			out.writeBytes(BEFORE_TYPE);
			out.writeBytes(this.mapper.writeValueAsBytes(type));
			out.writeBytes(BEFORE_DATA);
			byte[] bytes = this.mapper.writeValueAsBytes(data);
			out.writeBytes(isNothing(bytes) ? NO_DATA : bytes);
			out.write('}');
		}
		catch (JacksonException ex) {
			throw Json.unwritable(data, ex);
		}
		return out.toByteArray();
	}

	private static boolean isNothing(byte[] data) {
		return Arrays.equals(data, NULL) || Arrays.equals(data, EMPTY_TEXT);
	}

	@Override
	public DecodedPayload decode(Message<?> message) throws FrameException {
		try {
			JsonNode tree = this.mapper.readTree((byte[]) message.getPayload());
			String type = typeOf(tree);
			JsonNode data = tree.path("data");
			return new DecodedPayload(value(data), headers(type, peer(data)));
		}
		catch (JacksonException ex) {
			throw Json.unreadable(ex);
		}
	}

	private static String typeOf(JsonNode tree) throws FrameException {
		JsonNode type = tree.path("type");
		if (!type.isString() && !type.isNumber()) {
			throw new FrameException(Reason.MALFORMED,
					"not a message of node-ipc: an object with a 'type' is expected");
		}
		return allowed(type.asString());
	}

	private Object value(JsonNode data) {
		byte[] bytes = BufferForm.bytes(data);
		if (bytes != null && this.payloadType.isInstance(bytes)) {
			return bytes;
		}
		return this.mapper.treeToValue(isAbsent(data) ? this.mapper.createObjectNode() : data, this.payloadType);
	}

	private static boolean isAbsent(JsonNode data) {
		return data.isMissingNode() || data.isNull();
	}

	private static @Nullable String peer(JsonNode data) {
		JsonNode id = data.path("id");
		String text = (id.isString() || id.isNumber()) ? id.asString() : "";
		return (text.isEmpty() || text.length() > MAX_PEER_CHARACTERS) ? null : text;
	}

	private static Map<String, Object> headers(String type, @Nullable String peer) {
		Map<String, Object> headers = new HashMap<>(JsonPayloads.HEADERS);
		headers.put(TYPE, type);
		if (peer != null) {
			headers.put(PEER, peer);
		}
		return headers;
	}

	private static String allowed(String type) throws FrameException {
		if (type.isEmpty() || RESERVED.contains(type)) {
			throw new FrameException(Reason.MALFORMED,
					"'%s' can't be the type of a message, as node-ipc keeps it for its own events: choose another"
						.formatted(type));
		}
		return type;
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
