"""What boto3 does with a platform; the argument is its address. Prints what it saw, one fact a line."""

import base64
import io
import sys
import zipfile

import boto3

SOURCE = """
def handler(event, context):
    sent = context.client_context
    return [context.invoked_function_arn, sent and sent.custom, event]
"""


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("app.py", SOURCE)
    return out.getvalue()


client = boto3.client(
    "lambda", endpoint_url=sys.argv[1], region_name="ap-south-1", aws_access_key_id="any", aws_secret_access_key="any")
client.create_function(
    FunctionName="f", Runtime="python3.12", Role="arn:aws:iam::000000000000:role/r", Handler="app.handler",
    Code={"ZipFile": archive()})
client.get_waiter("function_active_v2").wait(FunctionName="f")
client.update_function_configuration(FunctionName="f", Timeout=5)
client.get_waiter("function_updated_v2").wait(FunctionName="f")
print("published", client.publish_version(FunctionName="f")["Version"])
print("alias", client.create_alias(FunctionName="f", Name="prod", FunctionVersion="1")["AliasArn"])

context = base64.b64encode(b'{"custom": {"k": "v"}}').decode()
answer = client.invoke(FunctionName="f", Qualifier="prod", Payload=b"1", ClientContext=context, LogType="Tail")
print("answer", answer["StatusCode"], answer["ExecutedVersion"], answer["Payload"].read().decode())
print("log", base64.b64decode(answer["LogResult"]).decode().startswith("START RequestId: "))

for event in client.invoke_with_response_stream(FunctionName="f", Payload=b"2")["EventStream"]:
    print("event", event.get("PayloadChunk", {}).get("Payload", b"end").decode())

pages = client.get_paginator("list_functions").paginate(FunctionVersion="ALL", PaginationConfig={"PageSize": 1})
print("listed", *(function["Version"] for page in pages for function in page["Functions"]))
url = client.create_function_url_config(
    FunctionName="f", AuthType="NONE", Cors={"AllowOrigins": ["*"]}, InvokeMode="RESPONSE_STREAM")
print("url", url["InvokeMode"], url["FunctionUrl"].startswith(sys.argv[1]))
client.delete_function(FunctionName="f")
try:
    client.get_function(FunctionName="f")
except client.exceptions.ResourceNotFoundException as problem:
    print("gone", problem.response["Error"]["Message"])
