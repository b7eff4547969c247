import threading
import time
import unittest

from parameterized import parameterized

from graphs import Graph, NoPath, bfs, shortest


def make(edges):
    graph = Graph()
    for one, other in edges:
        graph.connect(one, other)
    return graph


class PathTests(unittest.TestCase):
    graph = make(["ab", "bc", "cd", "ad"])

    def verify_path(self, start, end, path):
        self.assertEqual("".join(shortest(self.graph, start, end)), path)

    def look(self, start, end):
        path = shortest(self.graph, start, end)
        return "".join(path)

    def test_direct(self):  # good: TST001
        self.verify_path("a", "d", "ad")

    def test_looked_up(self):  # bad: TST001
        self.look("a", "d")
        self.look("a", "c")

    @parameterized.expand([("a", "b", 1), ("a", "c", 2), ("d", "b", 2)])
    def test_length(self, start, end, steps):  # good: TST009
        self.assertEqual(len(shortest(self.graph, start, end)) - 1, steps)

    @parameterized.expand(
        [
            ("a", "c"),
            ("a", "d"),
            ("a", "c"),  # bad: TST009
        ]
    )
    def test_reachable(self, start, end):
        self.assertTrue(bfs(self.graph, start, end))

    def test_symmetric(self):  # good: TST004
        there = shortest(self.graph, "a", "c")
        back = shortest(self.graph, "c", "a")
        self.assertEqual(there, back[::-1])

    def test_path_to_c(self):
        path = shortest(self.graph, "a", "c")
        again = shortest(self.graph, "a", "c")
        self.assertListEqual(path, again)  # bad: TST004

    def test_cache_returns_same_object(self):  # good: TST004
        self.assertIs(self.graph.distances(), self.graph.distances())

    def test_no_path(self):
        graph = make(["ab", "cd"])
        try:
            shortest(graph, "a", "d")
        except NoPath:  # bad: TST005
            self.assertTrue(True)  # bad: TST002

    def test_no_path_raises(self):  # good: TST005
        graph = make(["ab", "cd"])
        raised = False
        try:
            shortest(graph, "a", "d")
        except NoPath:
            raised = True
        self.assertTrue(raised)

    def test_no_node(self):
        with self.assertRaises((KeyError, Exception)):  # bad: TST008
            shortest(self.graph, "a", "z")

    def test_no_such_node(self):  # good: TST008
        with self.assertRaises(KeyError):
            shortest(self.graph, "a", "z")

    def test_false(self):
        self.graph.connect("a", "a")
        self.assertFalse(False)  # bad: TST002

    def test_loop_is_ignored(self):  # good
        self.assertFalse(make(["aa"]).has_cycle("a"))

    def test_in(self):
        nodes = bfs(self.graph, "a")
        for node in nodes:
            self.assertIn(node, nodes)  # bad: TST002

    def test_all_nodes_are_known(self):  # good: TST002
        for node in bfs(self.graph, "a"):
            self.assertIn(node, "abcd")

    def test_threads(self):
        found = []
        worker = threading.Thread(target=lambda: found.append(shortest(self.graph, "a", "c")))
        worker.start()
        time.sleep(0.1)  # bad: TST007
        self.assertEqual(len(found), 1)

    def test_threads_joined(self):  # good: TST007
        found = []
        worker = threading.Thread(target=lambda: found.append(shortest(self.graph, "a", "c")))
        worker.start()
        worker.join(timeout=5)
        self.assertEqual(len(found), 1)

    def test_lock_is_held(self):  # good: TST007
        def slow_visitor(node):
            time.sleep(0.01)
            return node

        order = self.graph.walk_threaded("a", visitor=slow_visitor, workers=4)
        self.assertEqual(sorted(order), list("abcd"))


class DirectedPathTests(PathTests):
    graph = make(["ab", "bc", "cd", "da"])

    def test_direct(self):  # good: TST009
        self.verify_path("a", "d", "abcd")


@unittest.skip  # bad: TST006
class WeightedTests(unittest.TestCase):
    def test_weight(self):
        self.assertEqual(Graph(weighted=True).weight("a", "b"), 1)


@unittest.skipIf(threading.active_count() > 50, "too many threads are running already")
class ParallelTests(unittest.TestCase):
    def test_parallel(self):  # good: TST006
        self.assertEqual(make(["ab"]).walk_threaded("a", workers=50), ["a", "b"])
