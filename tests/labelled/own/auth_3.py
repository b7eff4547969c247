"""Payroll API on REST framework."""

from payroll.models import Run
from payroll.records import PayslipRecord
from payroll.serializers import PayslipSerializer
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView


class Slips(ListAPIView):
    """Payslips of the user, page by page."""

    permission_classes = [IsAuthenticated]
    pagination_class = PageNumberPagination
    serializer_class = PayslipSerializer

    def get_queryset(self):
        """Payslips of the user who asks."""
        return PayslipRecord.objects.filter(user=self.request.user)


class Health(APIView):
    """For the load balancer; says nothing about anybody."""

    permission_classes = [AllowAny]  # near: auth

    def get(self, request) -> Response:
        """Whether the service is up."""
        return Response({"status": "ok"})


class Correction(APIView):
    """Corrections of a payslip."""

    permission_classes = [AllowAny]  # bad: auth

    def post(self, request, number: int) -> Response:
        """Record a correction."""
        PayslipRecord.objects.filter(pk=number).update(note=request.data["note"])
        return Response(status=204)


class Totals(APIView):
    """Totals of a month."""

    permission_classes = ()  # bad: auth

    def get(self, request, month: int) -> Response:
        """Totals of all employees."""
        return Response({"net": str(Run.total(month))})
