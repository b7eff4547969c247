import math
import random

import numpy as np
import pytest

from linear.matrix import Matrix, Singular, det, dot, identity, solve


def naive_product(a, b):
    """Three loops, as in the textbook; slow and plain."""
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


def test_identity():  # good
    assert identity(2).rows == [[1, 0], [0, 1]]


def test_identity_is_neutral():  # good: TST004
    m = Matrix([[1, 2], [3, 4]])
    assert m @ identity(2) == m


def test_product_against_textbook():  # good: TST004
    a, b = [[1, 2], [3, 4]], [[5, 6], [7, 8]]
    assert (Matrix(a) @ Matrix(b)).rows == naive_product(a, b)


def test_product_against_numpy():  # good: TST004
    a = [[random.Random(4).random() for _ in range(5)] for _ in range(5)]
    np.testing.assert_allclose((Matrix(a) @ Matrix(a)).rows, np.array(a) @ np.array(a))


def test_det_of_product():  # good: TST004
    a, b = Matrix([[1, 2], [3, 4]]), Matrix([[0, 1], [5, 2]])
    assert math.isclose(det(a @ b), det(a) * det(b))


def test_det():
    m = Matrix([[2, 1], [7, 4]])
    a, b = m.rows[0]
    c, d = m.rows[1]
    assert det(m) == a * d - b * c  # bad: TST004


def test_det_2():
    m = Matrix([[2, 1], [7, 4]])
    value = det(m)
    expected = det(m)
    assert value == expected  # bad: TST004


def test_det_3():  # good
    assert det(Matrix([[2, 1], [7, 4]])) == 1


def test_dot():
    u, v = [1, 2, 3], [4, 5, 6]
    assert dot(u, v) == sum(a * b for a, b in zip(u, v))  # bad: TST004


def test_dot_is_symmetric():  # good: TST004
    u, v = [1, 2, 3], [4, 5, 6]
    assert dot(u, v) == dot(v, u)


def test_solve():  # good: TST004
    a, x = Matrix([[2, 0], [0, 4]]), [3, 5]
    assert solve(a, a @ x) == x


def test_solve_system():
    a, b = Matrix([[2, 0], [0, 4]]), [6, 20]
    results = [solve(a, b) for _ in range(2)]
    assert solve(a, b) in results  # bad: TST004


def test_singular():
    with pytest.raises((ArithmeticError, Exception)):  # bad: TST008
        solve(Matrix([[1, 1], [1, 1]]), [1, 2])


def test_singular_is_named():  # good: TST008
    with pytest.raises(Singular, match="rank 1"):
        solve(Matrix([[1, 1], [1, 1]]), [1, 2])


def test_shapes():  # bad: TST001
    m = Matrix([[1, 2, 3]])
    m.shape == (1, 3)


def test_shape_of_product():  # good
    assert (Matrix([[1, 2, 3]]) @ Matrix([[1], [2], [3]])).shape == (1, 1)


def test_nan():  # good: TST002
    m = Matrix([[float("nan")]])
    value = m.rows[0][0]
    assert value != value


def test_equal():  # good: TST002
    assert Matrix([[1, 2]]) == Matrix([[1, 2]])
    assert Matrix([[1, 2]]) != Matrix([[2, 1]])


def test_reflexive_equality():  # good: TST002
    m = Matrix([[1, 2]])
    assert m.__eq__(m)
    assert m.__eq__(3) is NotImplemented


def test_constant():
    Matrix([[1]])
    assert "matrix"  # bad: TST002


@pytest.mark.parametrize("n", [*range(1, 5), 8, 3])  # bad: TST009
def test_identity_size(n):
    assert identity(n).shape == (n, n)


@pytest.mark.parametrize("n", [1, 1.0, True])
def test_number_types(n):  # good: TST009
    assert type((Matrix([[n]]) @ Matrix([[1]])).rows[0][0]) is type(n * 1)


def test_large():
    try:
        det(identity(500))
    except RecursionError:  # bad: TST005
        return


def test_benchmark(benchmark):  # good: TST001
    benchmark(det, identity(20))
