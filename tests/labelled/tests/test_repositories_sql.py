import sqlite3
from unittest.mock import MagicMock, patch

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shopdb.models import Base, Customer
from shopdb.repositories import CustomerRepository, connect


@pytest.fixture
def session():
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session


@pytest.fixture
def repository(session):
    return CustomerRepository(session)


@pytest.fixture
def ada(repository):
    return repository.add("Ada", "ada@example.org")


def assert_rows(session, *names):
    assert sorted(session.scalars(sa.select(Customer.name))) == sorted(names)


def test_add(repository, session):  # good: TST001
    repository.add("Ada", "ada@example.org")
    assert_rows(session, "Ada")


def test_add_and_commit(repository, session):  # bad: TST001
    repository.add("Ada", "ada@example.org")
    session.commit()
    session.expire_all()


def test_find(repository, ada):  # good
    assert repository.find("ada@example.org").name == "Ada"


def test_find_twice(repository, ada):
    assert repository.find("ada@example.org") == repository.find("ada@example.org")  # bad: TST004


def test_find_is_case_insensitive(repository, ada):  # good: TST004
    assert repository.find("ADA@example.org") == repository.find("ada@example.org")


def test_duplicate(repository, ada, session):
    with pytest.raises(Exception):  # bad: TST008
        repository.add("Ada", "ada@example.org")


def test_duplicate_email(repository, ada, session):  # good
    with pytest.raises(IntegrityError):
        repository.add("Other", "ada@example.org")
    session.rollback()
    assert_rows(session)


def test_customer_with_mock_session():  # bad: TST003
    session = MagicMock()
    session.query.return_value.filter_by.return_value.first.return_value = "ada"
    customer = session.query(Customer).filter_by(email="ada@example.org").first()
    assert customer == "ada"


def test_repository_with_mock_session():  # good: TST003
    session = MagicMock()
    session.scalar.return_value = "ada"
    assert CustomerRepository(session).find("ada@example.org") == "ada"


def test_repository_find_is_mocked(repository):  # bad: TST003
    with patch.object(repository, "find", return_value=None) as find:
        assert repository.find("nobody") is None
        find.assert_called_once_with("nobody")


def test_commit_is_called():  # good: TST003
    session = MagicMock()
    CustomerRepository(session).add("Ada", "ada@example.org")
    assert session.method_calls[-1] == ("commit", (), {})


def test_customer_fields():
    customer = Customer(name="Ada", email="ada@example.org")
    customer.name = "Bob"
    assert customer.name == "Bob"  # bad: TST002


def test_count(repository, ada):
    count = repository.count()
    assert count == repository.count()  # bad: TST004


def test_count_grows_by_one(repository, ada):  # good: TST004
    before = repository.count()
    repository.add("Bob", "bob@example.org")
    assert repository.count() == before + 1


def test_delete(repository, ada):
    repository.delete(ada)
    try:
        repository.find("ada@example.org")
    except LookupError:  # bad: TST005
        pass


def test_delete_removes(repository, ada, session):  # good
    repository.delete(ada)
    assert_rows(session)


def test_delete_unknown(repository):  # good: TST008
    pytest.raises(LookupError, repository.delete, Customer(name="x"))


def test_delete_nothing(repository):
    pytest.raises(Exception, repository.delete, None)  # bad: TST008


def test_delete_nothing_is_told(repository):  # good: TST008
    caught = pytest.raises(Exception, repository.delete, None)
    assert "None" in str(caught.value)


def test_lock():  # good: TST005
    first = connect("file:x?mode=memory&cache=shared")
    second = connect("file:x?mode=memory&cache=shared", timeout=1)
    first.execute("begin exclusive")
    try:
        second.execute("select 1")
        pytest.fail("the database is not locked")
    except sqlite3.OperationalError as error:
        assert "locked" in str(error)


def test_rows_sorted(repository, ada):
    names = [one.name for one in repository.all()]
    assert sorted(names) == sorted(names)  # bad: TST002/TST004


def test_all_is_sorted(repository, ada):  # good: TST002
    repository.add("Abe", "abe@example.org")
    names = [one.name for one in repository.all()]
    assert names == sorted(names)


if not sa.__version__.startswith("2"):
    pytest.skip(allow_module_level=True)  # bad: TST006
