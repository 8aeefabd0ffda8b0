"""Takes orders from a queue and adds them up in a table.

An order that can't be read is left where it is: it comes again, and after three times it is a dead letter."""

import json

import perigee

orders = perigee.queue("orders")
totals = perigee.table("totals")


@perigee.cron("rate(1 second)")
def handler(event, context):
    done = 0
    for message in orders.receive(lease_s=1):
        try:
            order = json.loads(message["body"])
            add(order["item"], order["count"])
        except (ValueError, KeyError, TypeError) as problem:
            print("left to come again:", message["body"], problem)
        else:
            orders.delete(message)
            done += 1
    return {"done": done}


def add(item, count):
    """Adds to a total that others add to as well: whoever was overtaken reads it again."""
    while True:
        version = totals.version(item)
        before = totals.get(item, 0)
        try:
            if version is None:
                return totals.put(item, count, if_absent=True)
            return totals.put(item, before + count, if_version=version)
        except perigee.Conflict:
            continue
