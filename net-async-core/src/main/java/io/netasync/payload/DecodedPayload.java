package io.netasync.payload;

import java.util.Map;

/**
 * What the application gets of what a frame carried.
 *
 * @param value the payload
 * @param headers headers to add to those of the connection, mostly none
 * @author net-async
 * @since 0.1.0
 */
public record DecodedPayload(Object value, Map<String, Object> headers) {

	/**
	 * Returns a payload without further headers.
	 * @param value the payload
	 * @return the payload
	 */
	public static DecodedPayload of(Object value) {
		return new DecodedPayload(value, Map.of());
	}

}
