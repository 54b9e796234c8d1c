"""kill -9 under load: thirty learners act, the server is killed in the middle, again and again; is anything lost or doubled?

    python benchmarks/kill.py [--rounds 20] [--learners 30] [--actions 150]

Each round starts the class server on the same file, lets the learners act until so many more actions were answered with
「已保存」, and kills it with SIGKILL while all of them are acting. What got no answer is sent again in the next round, as
the player on the phone does. At the end every saved action must be in the file once, and each learner's state must stand
where the log does. Prints one line a figure and exits 1 if anything is lost or doubled.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from load_scene import NAME, Crowd, Server, faults  # noqa: E402 - after the path

from okr_kit.hosts.store import Store, log, people  # noqa: E402


def kill_again_and_again(file: Path, rounds: int, learners: int, actions: int) -> tuple[set[str], dict[str, int]]:
    """Do it; the ids of all that was saved, and (lost, doubled, states apart from the log) as counts."""
    crowd: Crowd | None = None
    for number in range(rounds):
        server = Server(file)
        if crowd is None:
            crowd = Crowd(server, learners)
        crowd.move_to(server)
        with crowd:
            crowd.wait_for(actions + number)  # not always at the same moment
            server.end(signal.SIGKILL)
        print(f"round {number + 1:2}: {len(crowd.saved())} saved so far", flush=True)
    assert crowd is not None
    with Store(str(file)) as store:
        events = store.events(NAME)
        klass = store.write_now(lambda conn: people.open_class(conn, NAME, None, 0))
        states = store.read_now(lambda conn: log.states(conn, klass.id))
    lost, doubled = faults(events, crowd.saved())
    done = {state.owner: sum(event["owner"] == state.owner for event in events) for state in states}
    apart = [state for state in states if state.seq != done[state.owner]]
    return crowd.saved(), {"lost": len(lost), "doubled": len(doubled), "states apart from the log": len(apart)}


def main() -> int:
    """Print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--learners", type=int, default=30)
    parser.add_argument("--actions", type=int, default=150, help="how many are saved in each round")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        saved, found = kill_again_and_again(Path(folder) / "class.sqlite3", given.rounds, given.learners, given.actions)
    print(f"acknowledged actions: {len(saved)}")
    for name, number in found.items():
        print(f"{name}: {number}")
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
