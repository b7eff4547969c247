"""Unit tests for user registration.

This module contains comprehensive tests covering happy paths, edge cases and error handling.
"""

from unittest.mock import MagicMock, patch

import pytest

from accounts.registration import (
    PasswordTooWeak,
    RegistrationService,
    UserExists,
    hash_password,
    is_strong,
    normalise_email,
)


class TestRegistrationService:
    """Test suite for RegistrationService."""

    @pytest.fixture(autouse=True)
    def setup(self):
        """Set up test dependencies."""
        self.users = MagicMock()
        self.mailer = MagicMock()
        self.service = RegistrationService(self.users, self.mailer)

    def test_register_success(self):  # bad: TST003
        """Test that a user is registered successfully."""
        # Arrange
        self.service = MagicMock()
        self.service.register.return_value = {"id": 1, "email": "ada@example.org"}
        # Act
        result = self.service.register("ada@example.org", "correct horse")
        # Assert
        assert result["id"] == 1
        assert result["email"] == "ada@example.org"

    def test_register_stores_user(self):  # good: TST003
        # Arrange
        self.users.find.return_value = None
        # Act
        self.service.register("ada@example.org", "correct horse")
        # Assert
        self.users.add.assert_called_once()
        assert self.users.add.call_args.kwargs["email"] == "ada@example.org"

    def test_register_existing_user(self):  # good
        self.users.find.return_value = {"id": 1}
        with pytest.raises(UserExists):
            self.service.register("ada@example.org", "correct horse")

    def test_register_existing_user_error(self):
        """Test that an error is raised for an existing user."""
        self.users.find.return_value = {"id": 1}
        with pytest.raises(Exception):  # bad: TST008
            self.service.register("ada@example.org", "correct horse")

    def test_register_sends_mail(self):  # bad: TST001
        """Test that a welcome mail is sent after registration."""
        self.users.find.return_value = None
        self.service.register("ada@example.org", "correct horse")
        self.mailer.send.called

    def test_register_sends_one_mail(self):  # good: TST003
        self.users.find.return_value = None
        self.service.register("ada@example.org", "correct horse")
        assert self.mailer.send.call_count == 1

    def test_register_does_not_call(self):  # bad: TST001
        """Test that no mail is sent for a weak password."""
        self.service.try_register("ada@example.org", "x")
        self.mailer.send.assert_not_called

    def test_weak_password_sends_nothing(self):  # good: TST003
        with pytest.raises(PasswordTooWeak):
            self.service.register("ada@example.org", "x")
        self.mailer.send.assert_not_called()

    def test_register_handles_errors(self):
        """Test error handling."""
        self.users.add.side_effect = RuntimeError("database is down")
        try:
            self.service.register("ada@example.org", "correct horse")
        except RuntimeError:  # bad: TST005
            # Expected
            pass

    def test_database_error_sends_no_mail(self):  # good: TST005
        self.users.add.side_effect = RuntimeError("database is down")
        with pytest.raises(RuntimeError):
            self.service.register("ada@example.org", "correct horse")
        self.mailer.send.assert_not_called()

    def test_service_initialisation(self):
        """Test that the service can be created."""
        service = RegistrationService(self.users, self.mailer)
        assert True  # bad: TST002

    def test_service_keeps_users(self):  # good: TST002
        service = RegistrationService(self.users, self.mailer)
        assert service.users is self.users


class TestPasswords:
    """Test suite for password rules."""

    @pytest.mark.parametrize(
        "password, expected",
        [
            ("password", False),
            ("Password1", False),
            ("correct horse battery", True),
            ("", False),
            ("password", False),  # bad: TST009
        ],
    )
    def test_is_strong(self, password, expected):
        """Test password strength with various inputs."""
        assert is_strong(password) == expected

    @pytest.mark.parametrize("password", ["password", "PASSWORD", "pass word"])
    def test_known_passwords_are_weak(self, password):  # good: TST009
        assert not is_strong(password)

    def test_hash_password(self):
        """Test that hashing returns the expected hash."""
        hashed = hash_password("secret", salt=b"1")
        assert hashed == hash_password("secret", salt=b"1")  # bad: TST004

    def test_hash_differs_by_salt(self):  # good: TST004
        assert hash_password("secret", salt=b"1") != hash_password("secret", salt=b"2")

    def test_hash_password_not_none(self):
        """Test that hashing returns a value."""
        hashed = hash_password("secret", salt=b"1")
        assert hashed is not None or hashed != ""  # bad: TST002

    def test_hash_hides_password(self):  # good
        assert "secret" not in hash_password("secret", salt=b"1")


class TestNormaliseEmail:
    """Test suite for normalise_email."""

    def test_normalise(self):
        """Test basic normalisation."""
        email = "  Ada@Example.ORG "
        local, domain = email.strip().split("@")
        expected = f"{local}@{domain.lower()}"
        assert normalise_email(email) == expected  # bad: TST004

    def test_normalise_lowers_domain_only(self):  # good: TST004
        assert normalise_email("  Ada@Example.ORG ") == "Ada@example.org"

    @patch("accounts.registration.normalise_email", lambda email: "x@example.org")
    def test_normalise_patched(self):  # bad: TST003
        """Test normalisation."""
        from accounts import registration

        assert registration.normalise_email("X@example.org") == "x@example.org"

    @pytest.mark.parametrize("email", ["no-at", "two@@at"])
    def test_invalid(self, email):  # good
        with pytest.raises(ValueError, match="email"):
            normalise_email(email)

    def test_normalise(self):  # bad: TST009
        """Test that normalisation is stable."""
        assert normalise_email("ada@example.org") == "ada@example.org"
