"""Wallets and customers: changes that several requests make at once."""

from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, JsonResponse
from wallets.models import Customer, Wallet


def withdraw(request: HttpRequest, wallet_id: int) -> JsonResponse:
    """Take money out of a wallet."""
    amount = Decimal(request.POST["amount"])
    wallet = Wallet.objects.get(pk=wallet_id, owner=request.user)
    if wallet.balance < amount:  # same: race
        return JsonResponse({"error": "not enough money"}, status=409)
    wallet.balance -= amount  # bad: race
    wallet.save()  # same: race
    return JsonResponse({"balance": str(wallet.balance)})


def withdraw_locked(request: HttpRequest, wallet_id: int) -> JsonResponse:
    """Take money out of a wallet whose row is locked."""
    amount = Decimal(request.POST["amount"])
    with transaction.atomic():
        wallet = Wallet.objects.select_for_update().get(pk=wallet_id, owner=request.user)
        if wallet.balance < amount:
            return JsonResponse({"error": "not enough money"}, status=409)
        wallet.balance -= amount  # near: race
        wallet.save(update_fields=["balance"])
    return JsonResponse({"balance": str(wallet.balance)})


def withdraw_atomic(wallet_id: int, amount: Decimal) -> bool:
    """Take money out in one statement, which also holds the condition."""
    changed = Wallet.objects.filter(pk=wallet_id, balance__gte=amount).update(balance=F("balance") - amount)  # near: race
    return changed == 1


def customer(mail: str) -> Customer:
    """The customer with an address, made at the first order."""
    if not Customer.objects.filter(mail=mail).exists():  # same: race
        return Customer.objects.create(mail=mail)  # bad: race
    return Customer.objects.get(mail=mail)


def customer_safely(mail: str) -> Customer:
    """The same; the unique index on the address decides."""
    found, _ = Customer.objects.get_or_create(mail=mail)  # near: race
    return found
