"""A person who may sign in."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower


class People(BaseUserManager["Person"]):
    """Finds and makes people; nobody signs up by themselves."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """A person with this e-mail address; without a password they cannot sign in until one is set."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """A person who may do everything (Django's own commands ask for this name)."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Person:
        """By e-mail address, whatever its capitals."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in with an e-mail address and a password."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField("E-mail address", unique=True)
    name = models.CharField("Full name", max_length=200, blank=True)
    is_active = models.BooleanField("May sign in", default=True)
    joined_at = models.DateTimeField("Added", auto_now_add=True)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_person_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email
