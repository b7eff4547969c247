from unittest import expectedFailure, mock, skip, skipIf, skipUnless

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import TestCase, override_settings
from django.urls import reverse

from orders.models import Order
from orders.services import place_order, total_with_tax
from orders.tasks import send_receipt


class OrderViewTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.order = Order.objects.create(number="A-1", net=100)

    def test_list(self):  # good: TST001
        response = self.client.get(reverse("orders:list"))
        self.assertContains(response, "A-1")

    def test_detail(self):  # bad: TST001
        self.client.get(reverse("orders:detail", args=[self.order.pk]))

    def test_redirect(self):  # good: TST001
        self.assertRedirects(self.client.get("/orders"), "/orders/")

    def test_queries(self):  # good: TST001
        with self.assertNumQueries(2):
            self.client.get(reverse("orders:list"))

    def test_str(self):
        self.assertEqual(str(self.order), str(self.order))  # bad: TST002/TST004

    def test_str_is_number(self):  # good
        self.assertEqual(str(self.order), "A-1")

    def test_reload(self):  # good: TST002
        self.order.net = 50
        self.order.save()
        self.order.refresh_from_db()
        self.assertEqual(self.order.net, 50)

    def test_net(self):
        self.order.net = 50
        self.order.save()
        self.assertEqual(self.order.net, 50)  # bad: TST002

    def test_template(self):  # good: TST001
        response = self.client.get(reverse("orders:list"))
        self.assertTemplateUsed(response, "orders/list.html")


class ServiceTests(TestCase):
    def test_invalid(self):
        with self.assertRaises(Exception):  # bad: TST008
            place_order(number="", net=-1)

    def test_validation(self):  # good: TST008
        with self.assertRaisesMessage(Exception, "net must be positive"):
            place_order(number="A-2", net=-1)

    def test_full_clean(self):  # good: TST008
        with self.assertRaises(ValidationError) as context:
            Order(number="").full_clean()
        self.assertIn("number", context.exception.message_dict)

    def test_duplicate_number(self):
        place_order(number="A-3", net=1)
        try:
            place_order(number="A-3", net=1)
        except ValidationError as e:  # bad: TST005
            print(e.messages)

    @override_settings(TAX=10)
    def test_tax(self):
        net = 80
        expected = net + net * settings.TAX / 100
        self.assertEqual(total_with_tax(net), expected)  # bad: TST004

    @override_settings(TAX=10)
    def test_tax_of_eighty(self):  # good: TST004
        self.assertEqual(total_with_tax(80), 88)

    def test_receipt(self):  # good: TST003
        with mock.patch("orders.services.send_receipt.delay") as delay:
            order = place_order(number="A-4", net=1)
        delay.assert_called_once_with(order.pk)

    @mock.patch("orders.tasks.send_receipt.delay")
    def test_receipt_task(self, delay):  # bad: TST003
        send_receipt.delay(1)
        delay.assert_called_once_with(1)

    def test_mail(self):  # good
        from django.core import mail

        send_receipt(Order.objects.create(number="A-5", net=1).pk)
        self.assertEqual([one.subject for one in mail.outbox], ["Receipt A-5"])

    @skip("")  # bad: TST006
    def test_refund(self):
        self.assertEqual(place_order(number="A-6", net=1).refund(), 1)

    @skip("refunds move to the billing service, see #4410")
    def test_partial_refund(self):  # good: TST006
        self.assertEqual(place_order(number="A-7", net=9).refund(3), 6)

    @skipIf(connection.vendor == "sqlite", "")  # bad: TST006
    def test_json_lookup(self):
        self.assertEqual(Order.objects.filter(extra__a=1).count(), 0)

    @skipUnless(connection.vendor == "postgresql", "uses PostgreSQL's full text search")
    def test_search(self):  # good: TST006
        self.assertEqual(Order.objects.search("A").count(), 0)

    def test_skip(self):
        self.skipTest(reason="")  # bad: TST006
        self.assertTrue(place_order(number="A-8", net=1).pk)
