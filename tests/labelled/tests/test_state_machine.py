import enum
import logging

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from door import Door, State, Transition, illegal


class DoorMachine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.door = Door()

    @rule()
    def open(self):
        self.door.open()

    @rule()
    def close(self):
        self.door.close()

    @invariant()
    def is_known(self):
        assert self.door.state in State


TestDoorMachine = DoorMachine.TestCase
TestDoorMachine.settings = settings(max_examples=20)


@pytest.fixture
def door():
    return Door()


@pytest.fixture
def expect_state(door):
    def check(state):
        assert door.state is state

    return check


@pytest.fixture
def walk(door):
    def go(*steps):
        for step in steps:
            getattr(door, step)()

    return go


def test_open(door, expect_state):  # good: TST001
    door.open()
    expect_state(State.OPEN)


def test_walk(walk):  # bad: TST001
    walk("open", "close", "lock")


def test_walk_to_lock(walk, expect_state):  # good: TST001
    walk("open", "close", "lock")
    expect_state(State.LOCKED)


def test_state(door):
    door.state = State.OPEN
    assert door.state == State.OPEN  # bad: TST002


def test_state_enum():
    assert State.OPEN is State.OPEN  # bad: TST002


def test_states_are_numbered():  # good
    assert [state.value for state in State] == [1, 2, 3]


def test_enum():  # good: TST002
    assert issubclass(State, enum.Enum)


def test_lock_open_door(door):
    door.open()
    try:
        door.lock()
    except Transition.Illegal as error:  # bad: TST005
        logging.getLogger(__name__).info("as expected: %s", error)


def test_lock_open_door_is_illegal(door):  # good: TST008
    door.open()
    with pytest.raises(Transition.Illegal, match="open -> locked"):
        door.lock()


def test_lock_leaves_open(door):  # good: TST005
    door.open()
    with pytest.raises(Transition.Illegal):
        door.lock()
    assert door.state is State.OPEN


def test_illegal(door):
    with pytest.raises(Exception) as error:  # bad: TST008
        door.unlock()
    assert error


def test_illegal_has_step(door):  # good: TST008
    with pytest.raises(Exception) as error:
        door.unlock()
    error.match("unlock")


def test_listeners(door, caplog):  # good
    with caplog.at_level("INFO"):
        door.open()
    assert caplog.messages == ["closed -> open"]


def test_listeners_log(door, caplog):  # bad: TST001
    with caplog.at_level("INFO"):
        door.open()
    for record in caplog.records:
        print(record.getMessage())


def test_no_warning(door, recwarn):  # good
    door.open()
    assert not recwarn.list


def test_deprecated(door):  # good: TST001
    with pytest.deprecated_call():
        door.push()


def test_warns(door):  # good: TST001
    with pytest.warns(UserWarning, match="already open"):
        door.open()
        door.open()


@pytest.mark.parametrize("steps", [["open"], ["open", "close"], ["open", "close", "open"], ["open", "close"]])  # bad: TST009
def test_steps(steps, walk, door):
    walk(*steps)
    assert door.count == len(steps)


@pytest.mark.parametrize("steps", [["open"], ["open", "open"], []])
def test_same_steps(steps, walk, door):  # good: TST009
    walk(*steps)
    assert door.state is not State.LOCKED


class TestIllegal:
    def test_pairs(self):  # good
        assert (State.OPEN, State.LOCKED) in illegal()

    def test_pairs_complete(self):
        pairs = illegal()
        assert set(pairs) == set(pairs)  # bad: TST002/TST004

    def test_pairs_again(self):  # good
        assert len(illegal()) == 4

    if hasattr(Door, "alarm"):

        def test_alarm(self):  # good: TST009
            assert Door().alarm is None

    else:

        def test_alarm(self):  # good: TST009
            assert not hasattr(Door(), "alarm")


def test_time(door):
    import time

    door.open(closes_after=0.1)
    time.sleep(0.15)  # bad: TST007
    assert door.state is State.CLOSED


def test_closes_by_itself(door, monkeypatch):  # good: TST007
    monkeypatch.setattr("door.monotonic", iter([0, 0.2]).__next__)
    door.open(closes_after=0.1)
    assert door.state is State.CLOSED
