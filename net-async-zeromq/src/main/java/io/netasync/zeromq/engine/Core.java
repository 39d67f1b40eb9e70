package io.netasync.zeromq.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;

import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import zmq.Ctx;
import zmq.SocketBase;

/**
 * JeroMQ's context, with threads that wait by a {@link PatientSelector}.
 *
 * @author net-async
 */
final class Core extends Ctx {

	/**
	 * Makes a context without sockets, whose threads begin with the first.
	 * @param ioThreads how many threads move bytes
	 * @param maxSockets how many sockets there may be
	 */
	Core(int ioThreads, int maxSockets) {
		set(zmq.ZMQ.ZMQ_IO_THREADS, ioThreads);
		set(zmq.ZMQ.ZMQ_MAX_SOCKETS, maxSockets);
	}

	ZMQ.Socket socket(SocketType type) {
		return new CoreSocket(createSocket(type.type()));
	}

	@Override
	public Selector createSelector() {
		return new PatientSelector(super.createSelector());
	}

	@Override
	public boolean closeSelector(Selector selector) {
		try {
			selector.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return super.closeSelector((selector instanceof PatientSelector patient) ? patient.waiting() : selector);
	}

	/**
	 * A socket of this context.
	 */
	private static final class CoreSocket extends ZMQ.Socket {

		CoreSocket(SocketBase socket) {
			super(socket);
		}

	}

}
