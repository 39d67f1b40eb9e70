package io.netasync.frame;

/**
 * What ends the lines that are written.
 *
 * @author net-async
 * @since 0.1.0
 */
public enum LineEnding {

	/** A line feed, as Unix has it. */
	LF,

	/** A carriage return and a line feed, as most protocols of the Internet have it. */
	CRLF

}
