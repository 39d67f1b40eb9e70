package io.netasync.autoconfigure;

import java.util.function.Function;

import io.netasync.autoconfigure.NetAsyncProperties.ReceiveBuffer;
import io.netasync.autoconfigure.NetAsyncProperties.SendBuffer;
import io.netasync.buffer.ReceiveBufferPolicy;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.channel.ConnectionSpec;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Makes the bounds of buffers of the properties: those of a client, server or socket over
 * the shared ones.
 *
 * @param shared the shared properties
 * @author net-async
 */
record BufferPolicyFactory(NetAsyncProperties shared) {

	SendBufferPolicy sendBuffer(PropertyPrefix prefix, ConnectionOverrides.@Nullable SendBuffer own) {
		SendBuffer shared = this.shared.sendBuffer();
		SendBuffer buffer = (own != null)
				? new SendBuffer(or(own.maxMessages(), shared.maxMessages()), or(own.maxSize(), shared.maxSize()),
						or(own.maxAge(), shared.maxAge()), or(own.overflow(), shared.overflow()),
						or(own.blockTimeout(), shared.blockTimeout()), or(own.retryLimit(), shared.retryLimit()))
				: shared;
		return ConnectionSpecFactory.place(prefix, own, "send-buffer")
			.make(() -> new SendBufferPolicy(buffer.maxMessages(), buffer.maxSize().toBytes(), buffer.maxAge(),
					buffer.overflow(), buffer.blockTimeout(), buffer.retryLimit()));
	}

	ReceiveBufferPolicy receiveBuffer(PropertyPrefix prefix, ConnectionOverrides.@Nullable ReceiveBuffer own) {
		ReceiveBuffer shared = this.shared.receiveBuffer();
		ReceiveBuffer buffer = (own != null) ? new ReceiveBuffer(or(own.maxMessages(), shared.maxMessages()),
				or(own.maxSize(), shared.maxSize()), or(own.overflow(), shared.overflow())) : shared;
		return ConnectionSpecFactory.place(prefix, own, "receive-buffer")
			.make(() -> new ReceiveBufferPolicy(buffer.maxMessages(), buffer.maxSize().toBytes(), buffer.overflow()));
	}

	Function<Message<?>, @Nullable Object> conflationKey(PropertyPrefix prefix, @Nullable String own) {
		String expression = (own != null) ? own : this.shared.conflationKey();
		PropertyPrefix place = (own != null) ? prefix : PropertyPrefix.shared();
		return (expression != null) ? KeyExpression.of(place.property("conflation-key"), expression)
				: ConnectionSpec.defaults().conflationKey();
	}

	private static <T> T or(@Nullable T own, T shared) {
		return ConnectionSpecFactory.or(own, shared);
	}

}
