package io.netasync.frame;

/**
 * A format of frames that can be told apart in the bytes of a stream as they come. It
 * never blocks and holds no state, so one instance serves all connections and threads.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface Framing extends FrameFormat {

	/**
	 * Makes what tells apart the frames of one stream.
	 * @return a scanner at the start of a stream
	 */
	FrameScanner scanner();

}
