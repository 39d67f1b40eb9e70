package io.netasync.frame;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.netasync.frame.FrameException.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.integration.ip.tcp.serializer.SoftEndOfStreamException;
import org.springframework.integration.ip.tcp.serializer.TcpDeserializationExceptionEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link LengthHeaderSerializer}.
 *
 * @author net-async
 */
class LengthHeaderSerializerTests {

	private final LengthHeaderSerializer serializer = new LengthHeaderSerializer(1 << 20);

	@Test
	void speaksTheWireOfNetAsync() throws IOException {
		byte[] frame = HexFormat.of().parseHex("0000000c6d73672d3030303030303030");
		assertThat(serialized(this.serializer, "msg-00000000".getBytes(StandardCharsets.UTF_8))).isEqualTo(frame);
		assertThat(this.serializer.deserialize(new ByteArrayInputStream(frame))).asString().isEqualTo("msg-00000000");
	}

	@Test
	void sendsTheHeartbeatOfNetAsync() throws IOException {
		assertThat(serialized(this.serializer, LengthHeaderSerializer.HEARTBEAT)).containsExactly(0, 0, 0, 0);
		assertThat(this.serializer.heartbeat()).isSameAs(LengthHeaderSerializer.HEARTBEAT);
		assertThat(this.serializer.frameSize(LengthHeaderSerializer.HEARTBEAT)).isEqualTo(4);
	}

	@Test
	void deliversAHeartbeatAsAnEmptyPayloadThatCannotBeSentBack() throws IOException {
		byte[] received = this.serializer.deserialize(new ByteArrayInputStream(new byte[4]));
		assertThat(received).isEmpty();
		assertThat(reason(() -> this.serializer.frameSize(received))).isEqualTo(Reason.EMPTY);
	}

	@Test
	void writesNothingOfARefusedFrame() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		assertThat(reason(() -> this.serializer.serialize(new byte[0], out))).isEqualTo(Reason.EMPTY);
		assertThat(reason(() -> this.serializer.serialize(new byte[(1 << 20) + 1], out))).isEqualTo(Reason.TOO_LARGE);
		assertThat(out.size()).isZero();
	}

	@Test
	void saysWhatToDoAboutALargeFrame() {
		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> this.serializer.frameSize(new byte[2 * (1 << 20)]))
			.withMessage("frame of 2097152 bytes exceeds 'frame.max-size' of 1048576 bytes");
		assertThatExceptionOfType(FrameException.class)
			.isThrownBy(() -> new LengthHeaderSerializer(1, true, 1000).frameSize(new byte[255]))
			.withMessage("frame of 255 bytes exceeds the 254 bytes that a header of 1 byte(s) can tell");
	}

	@Test
	void measuresWhatMayBeSent() throws IOException {
		assertThat(this.serializer.frameSize(new byte[5])).isEqualTo(9);
		assertThat(this.serializer.frameSize("h\u00e9")).isEqualTo(7);
		assertThat(this.serializer.frameSize(ByteBuffer.allocate(10).position(3))).isEqualTo(11);
		assertThat(reason(() -> this.serializer.frameSize(""))).isEqualTo(Reason.EMPTY);
		assertThat(reason(() -> this.serializer.frameSize(ByteBuffer.allocate(0)))).isEqualTo(Reason.EMPTY);
		assertThat(reason(() -> this.serializer.frameSize("x".repeat((1 << 20) + 1)))).isEqualTo(Reason.TOO_LARGE);
	}

	@Test
	void refusesAPayloadWithoutBytes() {
		assertThatExceptionOfType(FrameException.class).isThrownBy(() -> this.serializer.frameSize(42))
			.withMessage("payload of type 'java.lang.Integer' has no bytes: "
					+ "send a byte[], String or ByteBuffer, or set 'payload'")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.UNSUPPORTED_TYPE));
	}

	@ParameterizedTest
	@CsvSource({ "4,false,7fffffff,TOO_LARGE", "4,false,80000000,TOO_LARGE", "4,false,ffffffff,TOO_LARGE",
			"4,true,7fffffff,TOO_LARGE", "4,true,80000000,TOO_LARGE", "4,true,ffffffff,TOO_LARGE",
			"4,false,00000065,TOO_LARGE", "4,true,00000069,TOO_LARGE", "4,true,00000003,MALFORMED",
			"4,true,00000000,MALFORMED", "2,false,ffff,TOO_LARGE", "2,false,8000,TOO_LARGE", "2,false,7fff,TOO_LARGE",
			"2,true,ffff,TOO_LARGE", "2,true,0001,MALFORMED", "1,false,ff,TOO_LARGE", "1,false,80,TOO_LARGE",
			"1,false,7f,TOO_LARGE", "1,true,ff,TOO_LARGE", "1,true,00,MALFORMED" })
	void refusesAHeaderThatCannotBeAccepted(int headerSize, boolean inclusive, String header, Reason reason) {
		LengthHeaderSerializer strict = new LengthHeaderSerializer(headerSize, inclusive, 100);
		byte[] received = HexFormat.of().parseHex(header);
		assertThat(reason(() -> strict.scanner().next(ByteBuffer.wrap(received)))).isEqualTo(reason);
		assertThat(reason(() -> strict.deserialize(new ByteArrayInputStream(received)))).isEqualTo(reason);
	}

	@Test
	void refusesALengthAboveAllThatAnArrayHolds() {
		LengthHeaderSerializer largest = new LengthHeaderSerializer(Integer.MAX_VALUE);
		for (String header : List.of("80000000", "ffffffff")) {
			byte[] received = HexFormat.of().parseHex(header);
			assertThatExceptionOfType(FrameException.class)
				.isThrownBy(() -> largest.scanner().next(ByteBuffer.wrap(received)))
				.withMessage("frame of %d bytes exceeds 'frame.max-size' of 2147483647 bytes",
						Long.parseLong(header, 16));
		}
	}

	@Test
	void acceptsTheLargestFrameAndReadsAnyByteOrder() throws IOException {
		LengthHeaderSerializer strict = new LengthHeaderSerializer(2, true, 100);
		ByteBuffer received = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN).position(7);
		received.put(8, (byte) 102);
		assertThat(strict.scanner().next(received)).hasSize(100);
		assertThat(received.position()).isEqualTo(109);
	}

	@Test
	void tellsAnEndBetweenFramesFromAnEndInsideOne() {
		assertThatExceptionOfType(SoftEndOfStreamException.class)
			.isThrownBy(() -> this.serializer.deserialize(InputStream.nullInputStream()));
		assertThat(reason(() -> this.serializer.deserialize(new ByteArrayInputStream(new byte[3]))))
			.isEqualTo(Reason.TRUNCATED);
		assertThat(reason(() -> this.serializer.deserialize(new ByteArrayInputStream(new byte[] { 0, 0, 0, 2, 1 }))))
			.isEqualTo(Reason.TRUNCATED);
	}

	@Test
	void publishesWhatFailsInsideAFrameOnly() {
		List<Object> events = new ArrayList<>();
		this.serializer.setApplicationEventPublisher(events::add);
		assertThatExceptionOfType(SoftEndOfStreamException.class)
			.isThrownBy(() -> this.serializer.deserialize(InputStream.nullInputStream()));
		assertThat(events).isEmpty();
		byte[] cut = { 0, 0, 0, 2, 1 };
		reason(() -> this.serializer.deserialize(new ByteArrayInputStream(cut)));
		assertThat(events).singleElement().isInstanceOfSatisfying(TcpDeserializationExceptionEvent.class, (event) -> {
			assertThat(event.getCause()).isInstanceOf(FrameException.class);
			assertThat(event.getBuffer()).containsExactly(1);
		});
	}

	@Test
	void validatesItself() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LengthHeaderSerializer(5, false, 1))
			.withMessage("'header-size' must be 1, 2, 3, 4 or 8");
		assertThatIllegalArgumentException().isThrownBy(() -> new LengthHeaderSerializer(0))
			.withMessage("'max-size' must be greater than 0");
	}

	static byte[] serialized(LengthHeaderSerializer serializer, byte[] payload) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		serializer.serialize(payload, out);
		return out.toByteArray();
	}

	private static Reason reason(ThrowingCallable refused) {
		return catchThrowableOfType(FrameException.class, refused).reason();
	}

}
