"""The peer of row `process`: one instance of six user tasks in SpiffWorkflow, its state written to SQLite (FULL) and
read back at every step.  Prints processor milliseconds per instance and the bytes of the largest state."""
import os
import sqlite3
import sys
import tempfile

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

STEPS = 6


def model() -> str:
    tasks = "".join(f'<bpmn:userTask id="step{n}" name="Step {n}"/>' for n in range(STEPS))
    ends = ["start"] + [f"step{n}" for n in range(STEPS)] + ["end"]
    flows = "".join(
        f'<bpmn:sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(zip(ends, ends[1:]))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">'
        f'<bpmn:process id="six" isExecutable="true"><bpmn:startEvent id="start"/>{tasks}'
        f'<bpmn:endEvent id="end"/>{flows}</bpmn:process></bpmn:definitions>'
    )


def main(instances: int) -> None:
    with tempfile.TemporaryDirectory(dir=os.getcwd()) as folder:
        path = os.path.join(folder, "six.bpmn")
        with open(path, "w", encoding="utf-8") as file:
            file.write(model())
        parser = BpmnParser()
        parser.add_bpmn_file(path)
        spec = parser.get_spec("six")
        registry = BpmnWorkflowSerializer.configure()
        serializer = BpmnWorkflowSerializer(registry=registry)
        db = sqlite3.connect(os.path.join(folder, "six.db"), isolation_level=None)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("CREATE TABLE process (id INTEGER PRIMARY KEY, state TEXT NOT NULL)")
        largest = 0

        def keep(number: int, workflow: BpmnWorkflow) -> None:
            nonlocal largest
            state = serializer.serialize_json(workflow)
            largest = max(largest, len(state.encode()))
            db.execute("INSERT OR REPLACE INTO process VALUES (?, ?)", (number, state))

        def run(number: int) -> None:
            workflow = BpmnWorkflow(spec)
            workflow.do_engine_steps()
            keep(number, workflow)
            for _ in range(STEPS):
                (state,) = db.execute("SELECT state FROM process WHERE id = ?", (number,)).fetchone()
                workflow = serializer.deserialize_json(state)
                task = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
                task.set_data(answer=number)
                task.run()
                workflow.do_engine_steps()
                keep(number, workflow)
            assert workflow.is_completed()

        for number in range(5):
            run(number)
        before = os.times()
        for number in range(5, 5 + instances):
            run(number)
        after = os.times()
        spent = (after.user - before.user) + (after.system - before.system)
        print(f"{spent * 1000 / instances:.3f} {largest}")


main(int(sys.argv[1]))
