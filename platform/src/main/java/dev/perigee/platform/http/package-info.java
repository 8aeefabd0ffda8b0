/// The HTTP front door: `/v1`, the invocation path of the AWS Lambda API, health, metrics and a
/// dashboard, all on one port.
///
/// A request runs on a virtual thread of its own from the first byte to the last. The way of an
/// invocation ([InvokeRoute]) holds the event and the answer once each, parses no JSON and writes
/// no log. Money, energy and carbon in headers are printed from the ledger's integers: `n / 10^6`
/// with as many decimals as `n` needs.
@NullMarked
package dev.perigee.platform.http;

import org.jspecify.annotations.NullMarked;
