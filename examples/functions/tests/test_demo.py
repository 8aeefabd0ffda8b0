"""python3 -m unittest discover -s examples/functions/tests"""

import base64
import json
import os
import shutil
import subprocess
import sys
import unittest

EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
FUNCTION_KEYS = {"name", "about", "runtime", "handler", "code", "needs", "memoryMb", "timeoutS", "environment", "events", "show"}
CALL_PYTHON = "import importlib, json, sys; m, f = sys.argv[1].split('.'); "
CALL_PYTHON += "print(json.dumps(getattr(importlib.import_module(m), f)(json.load(sys.stdin), Context)))"
CONTEXT = "class Context:\n    aws_request_id = 'test'\n"


def demo():
    with open(os.path.join(EXAMPLES, "demo.json"), encoding="utf-8") as file:
        return json.load(file)["functions"]


def has(function, need):
    return shutil.which(need) or os.path.exists(os.path.join(EXAMPLES, function["code"], need))


def event_of(invocation):
    """The event as the demo sends it."""
    event = dict(invocation["event"])
    for field, content in invocation.get("fields", {}).items():
        with open(os.path.join(EXAMPLES, content["file"]), "rb") as file:
            data = file.read()
        event[field] = base64.b64encode(data).decode() if content["as"] == "base64" else data.decode("utf-8")
    return event


class DemoTest(unittest.TestCase):
    def test_every_entry_is_complete_and_its_files_are_there(self):
        names = [function["name"] for function in demo()]
        self.assertEqual(len(names), len(set(names)))
        for function in demo():
            self.assertEqual(FUNCTION_KEYS, set(function), function["name"])
            self.assertTrue(function["events"], function["name"])
            for invocation in function["events"]:
                self.assertLessEqual(set(invocation), {"name", "event", "fields"})
                self.assertLess(len(json.dumps(event_of(invocation))), 6 * 1024 * 1024, function["name"])
            if all(has(function, need) for need in function["needs"]):
                self.assertTrue(os.path.isdir(os.path.join(EXAMPLES, function["code"])), function["name"])

    def test_python_functions_answer_their_events_with_what_is_shown(self):
        for function in demo():
            if function["runtime"].startswith("python"):
                for invocation in function["events"]:
                    answer = self.call(function, invocation)
                    self.assertLessEqual(set(function["show"]), set(answer), function["name"])

    def test_node_functions_answer_their_events_with_what_is_shown(self):
        for function in demo():
            if function["runtime"].startswith("nodejs") and shutil.which("node"):
                module, name = function["handler"].split(".")
                program = f"import('./{module}.mjs').then(async (m) => console.log('\\n' + JSON.stringify(" \
                          f"await m.{name}(JSON.parse(require('fs').readFileSync(0, 'utf8'))))))"
                for invocation in function["events"]:
                    done = subprocess.run(
                        ["node", "-e", program], input=json.dumps(event_of(invocation)), text=True, check=True,
                        capture_output=True, cwd=os.path.join(EXAMPLES, function["code"]))
                    answer = json.loads(done.stdout.splitlines()[-1])
                    self.assertLessEqual(set(function["show"]), set(answer), function["name"])

    def call(self, function, invocation):
        done = subprocess.run(
            [sys.executable, "-B", "-c", CONTEXT + CALL_PYTHON, function["handler"]],
            input=json.dumps(event_of(invocation)),
            cwd=os.path.join(EXAMPLES, function["code"]), capture_output=True, text=True, timeout=60, check=False,
        )
        self.assertEqual(0, done.returncode, done.stderr)
        return json.loads(done.stdout)


if __name__ == "__main__":
    unittest.main()
