package io.netasync.server;

import io.netasync.transport.ConnectionActivity;

/**
 * What is known of a connection when it is judged.
 *
 * @param activity what it has done
 * @param handling whether something it has received is not yet handled
 * @param sent how many messages were written to it
 * @param pending how many wait to be
 * @param emptied how often nothing waited any more
 * @author net-async
 */
record ConnectionFacts(ConnectionActivity activity, boolean handling, long sent, long pending, long emptied) {
}
