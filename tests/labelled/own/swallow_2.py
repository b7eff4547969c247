"""Order intake: request handlers, a worker loop and a repository."""

import logging

from fastapi import APIRouter, HTTPException
from intake.models import Order
from intake.payments import PaymentError, charge
from sqlalchemy.exc import NoResultFound, SQLAlchemyError
from sqlalchemy.orm import Session

logger = logging.getLogger(__name__)
router = APIRouter()


class Orders:
    """Orders in the database."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.failed = 0

    def find(self, number: str) -> Order | None:
        """An order, or None where there is none."""
        try:
            return self.session.query(Order).filter_by(number=number).one()
        except NoResultFound:  # near: swallow
            return None

    def add(self, order: Order) -> None:
        """Store an order."""
        try:
            self.session.add(order)
            self.session.commit()
        except SQLAlchemyError:  # near: swallow
            self.session.rollback()
            raise

    def add_quietly(self, order: Order) -> None:
        """Store an order that may be there already."""
        try:
            self.session.add(order)
            self.session.commit()
        except Exception:  # bad: swallow
            self.session.rollback()
            logger.exception("order was not stored")

    def is_known(self, number: str) -> bool:
        """Whether an order was seen before."""
        try:
            return self.session.query(Order.id).filter_by(number=number).limit(1).scalar() is not None
        except Exception:  # bad: swallow
            return False


@router.post("/orders/{number}/charge")
def charge_order(number: str) -> dict[str, str]:
    """Charge an order; the client learns that it failed, the log why."""
    try:
        receipt = charge(number)
    except Exception as error:  # near: swallow
        logger.exception("charge failed for %s", number)
        raise HTTPException(status_code=502, detail="the payment was not taken") from error
    return {"receipt": receipt}


@router.post("/orders/{number}/capture")
def capture_order(number: str) -> dict[str, str]:
    """Capture a payment that was authorised before."""
    receipt = ""
    try:
        receipt = charge(number, capture=True)
    except (PaymentError, Exception) as error:  # bad: swallow
        logger.error("capture failed: %s", error)
    return {"status": "captured", "receipt": receipt}
