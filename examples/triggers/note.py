"""Keeps the newest event of each type that it runs for."""

import perigee

seen = perigee.table("seen")


def handler(event, context):
    seen.put(event["type"], {"id": event["id"], "source": event["source"], "data": event.get("data")})
