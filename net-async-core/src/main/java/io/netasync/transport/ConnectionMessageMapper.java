package io.netasync.transport;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.integration.ip.tcp.connection.TcpConnection;
import org.springframework.integration.ip.tcp.connection.TcpMessageMapper;
import org.springframework.integration.mapping.BytesMessageMapper;
import org.springframework.integration.support.MutableMessageHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * Spring Integration's message mapper, with the headers of a connection made once for all
 * its messages, further headers, and {@link ByteBuffer} as a payload to send.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ConnectionMessageMapper extends TcpMessageMapper {

	private final Map<String, Object> furtherHeaders;

	private boolean alike = true;

	/**
	 * Creates a mapper.
	 * @param furtherHeaders headers that every message received gets
	 */
	public ConnectionMessageMapper(Map<String, Object> furtherHeaders) {
		this.furtherHeaders = Map.copyOf(furtherHeaders);
	}

	@Override
	public void setApplySequence(boolean applySequence) {
		super.setApplySequence(applySequence);
		this.alike &= !applySequence;
	}

	@Override
	public void setBytesMessageMapper(BytesMessageMapper bytesMessageMapper) {
		super.setBytesMessageMapper(bytesMessageMapper);
		this.alike = false;
	}

	@Override
	protected @Nullable Map<String, ?> supplyCustomHeaders(TcpConnection connection) {
		return this.furtherHeaders;
	}

	@Override
	public @Nullable Message<?> toMessage(TcpConnection connection, @Nullable Map<String, Object> headers) {
		if (this.alike && headers == null && connection instanceof NettyTcpConnection nettyConnection) {
			byte[] payload = nettyConnection.getPayload();
			return new ReceivedMessage<>(payload, nettyConnection.messageHeaders(() -> connectionHeaders(connection)),
					payload.length);
		}
		return super.toMessage(connection, headers);
	}

	private Map<String, Object> connectionHeaders(TcpConnection connection) {
		MessageHeaders headers = new MutableMessageHeaders(null);
		addStandardHeaders(connection, headers);
		addCustomHeaders(connection, headers);
		Map<String, Object> result = new HashMap<>(headers);
		result.remove(MessageHeaders.ID);
		result.remove(MessageHeaders.TIMESTAMP);
		return result;
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message) {
		if (message.getPayload() instanceof ByteBuffer buffer) {
			byte[] bytes = new byte[buffer.remaining()];
			buffer.duplicate().get(bytes);
			return bytes;
		}
		return super.fromMessage(message);
	}

}
