package io.netasync.zeromq.engine;

import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.msg.MsgAllocator;
import zmq.msg.MsgAllocatorThreshold;

/**
 * Makes room for the frames that peers announce, unless one announces more than it may.
 * JeroMQ 0.6.0 takes a length of 2<sup>63</sup> or more for a negative one, which is
 * below every limit, and then for whatever its lower half says. Such a frame becomes an
 * empty command, which JeroMQ reads as no message; what follows is no ZeroMQ any more,
 * and the connection ends as others do that make no sense.
 *
 * @author net-async
 */
final class BoundedAllocator implements MsgAllocator {

	private final long maxSize;

	private final MsgAllocator allocator;

	/**
	 * Creates an allocator.
	 * @param maxSize how large a frame may be
	 * @param threshold from what size on frames are outside of the heap, 0 for none
	 */
	BoundedAllocator(long maxSize, int threshold) {
		this.maxSize = maxSize;
		this.allocator = new MsgAllocatorThreshold(threshold);
	}

	/**
	 * Has a socket use one, with the threshold it has.
	 * @param socket the socket
	 * @param maxSize how large a frame may be
	 */
	static void install(ZMQ.Socket socket, long maxSize) {
		int threshold = (Integer) socket.base().getSocketOptx(zmq.ZMQ.ZMQ_MSG_ALLOCATION_HEAP_THRESHOLD);
		socket.setMsgAllocator(new BoundedAllocator(maxSize, threshold));
	}

	@Override
	public Msg allocate(int size) {
		if (size >= 0 && size <= this.maxSize) {
			return this.allocator.allocate(size);
		}
		Msg nothing = new Msg();
		nothing.setFlags(Msg.COMMAND);
		return nothing;
	}

}
