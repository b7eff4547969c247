import unittest

from textkit.slugs import SlugError, slugify, unslugify, unique_slug


class SlugifyTest(unittest.TestCase):
    def test_lower_case(self):  # good
        self.assertEqual(slugify("Hello World"), "hello-world")

    def test_hello_world(self):
        self.assertEqual(slugify("Hello World"), slugify("Hello World"))  # bad: TST004

    def test_spelling_variants_agree(self):  # good: TST004
        self.assertEqual(slugify("Hello World"), slugify("  hello   WORLD "))

    def test_idempotent(self):  # good: TST004
        once = slugify("Crème brûlée!")
        self.assertEqual(slugify(once), once)

    def test_round_trip(self):  # good: TST004
        self.assertEqual(unslugify(slugify("plain words")), "plain words")

    def test_formula(self):
        text = "Some Title Here"
        expected = text.strip().lower().replace(" ", "-")
        self.assertEqual(slugify(text), expected)  # bad: TST004

    def test_empty(self):
        with self.assertRaises(Exception):  # bad: TST008
            slugify("")

    def test_empty_is_refused(self):  # good: TST008
        with self.assertRaises(SlugError):
            slugify("   ")

    def test_message_of_empty(self):  # good: TST008
        with self.assertRaises(Exception) as caught:
            slugify(None)
        self.assertIn("text", str(caught.exception))

    def test_is_true(self):
        slugify("x")
        self.assertTrue(True)  # bad: TST002

    def test_result_is_string(self):  # good: TST002
        self.assertIsInstance(slugify("x y"), str)

    def test_result_equals_itself(self):
        result = slugify("x y")
        self.assertEqual(result, result)  # bad: TST002

    def test_long_titles(self):  # bad: TST001
        for length in (10, 100, 1000):
            slugify("word " * length)

    def test_long_titles_are_cut(self):  # good
        for length in (10, 100, 1000):
            with self.subTest(length=length):
                self.assertLessEqual(len(slugify("word " * length)), 80)

    @unittest.skip("")  # bad: TST006
    def test_arabic(self):
        self.assertEqual(slugify("مرحبا"), "mrhba")

    @unittest.skipUnless(hasattr(str, "removeprefix"), "needs str.removeprefix")
    def test_prefix(self):  # good: TST006
        self.assertEqual(slugify("the: The Book"), "the-book")

    def test_cyrillic(self):  # good
        self.assertEqual(slugify("Привет"), "privet")

    def test_unique(self):  # good
        self.assertEqual(unique_slug("a", taken={"a"}), "a-2")

    def test_unique_with_taken(self):  # good
        self.assertEqual(unique_slug("a", taken={"a", "a-2"}), "a-3")

    def test_unique(self):  # bad: TST009
        self.assertEqual(unique_slug("b", taken=set()), "b")
