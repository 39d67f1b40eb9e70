package io.netasync.zeromq.message;

import java.util.Locale;

/**
 * Types of ZeroMQ sockets.
 *
 * @author net-async
 * @since 0.1.0
 */
public enum ZeroMqType {

	/** Exactly one peer, both ways. */
	PAIR,

	/** Asks; many requests at a time, unless {@code lock-step} says one. */
	REQ,

	/** Answers; several requests at a time, unless {@code lock-step} says one. */
	REP,

	/** Any number of peers in turn, both ways. */
	DEALER,

	/** Any number of peers, each addressed by its identity. */
	ROUTER,

	/** Publishes to those who have subscribed to the topic. */
	PUB,

	/** Receives what it has subscribed to. */
	SUB,

	/** As {@link #PUB}, and hears of subscriptions. */
	XPUB,

	/** As {@link #SUB}, and subscribes by messages. */
	XSUB,

	/** Hands each message to one of its peers. */
	PUSH,

	/** Receives what is pushed. */
	PULL;

	/**
	 * Tells whether messages can be sent.
	 * @return {@code true} if so
	 */
	public boolean sends() {
		return this != SUB && this != PULL;
	}

	/**
	 * Tells whether messages are received.
	 * @return {@code true} if so
	 */
	public boolean receives() {
		return this != PUB && this != PUSH;
	}

	/**
	 * Tells whether what is sent and received begins with a topic.
	 * @return {@code true} for publishers and subscribers
	 */
	public boolean hasTopics() {
		return this == PUB || this == SUB || this == XPUB || this == XSUB;
	}

	/**
	 * Tells whether messages carry the way back to the peer they came from.
	 * @return {@code true} for those that address one of several peers
	 */
	public boolean hasEnvelope() {
		return this == ROUTER || this == REP;
	}

	/**
	 * Returns the type as configuration spells it.
	 * @return the name, in lower case
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
