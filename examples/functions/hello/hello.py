def handler(event, context):
    name = (event or {}).get("name", "world")
    return {"hello": name, "invocationId": context.aws_request_id}
