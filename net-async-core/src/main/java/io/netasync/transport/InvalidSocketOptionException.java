package io.netasync.transport;

/**
 * Something that can't be set of a socket: an option that is not there, that net-async
 * needs itself, or that can't have the value; or a kind of sockets that is not there.
 *
 * @author net-async
 * @since 0.1.0
 */
public class InvalidSocketOptionException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final String problem;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param property the option, such as {@code options.TCP_NODELAY}
	 * @param problem what is wrong with it, to be read behind its name
	 * @param remedy what to write instead, in a sentence without its end
	 */
	public InvalidSocketOptionException(String property, String problem, String remedy) {
		super("'%s' %s. %s.".formatted(property, problem, remedy));
		this.property = property;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Returns the option, below the client or server.
	 * @return the name of a property, such as {@code options.TCP_NODELAY}
	 */
	public String property() {
		return this.property;
	}

	/**
	 * Returns what is wrong.
	 * @return the rest of a sentence that begins with the name of the property
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Returns what to write instead.
	 * @return a sentence without its end
	 */
	public String remedy() {
		return this.remedy;
	}

}
