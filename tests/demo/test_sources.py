"""The demo's data say what their sources say, no less and no more: the sources' own figures stand in each ``SOURCE.md``."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from tests.demo.files import amount, figures, ids, moment, read_rows

RETAIL, PERSONALITY, SALES = "online-retail", "customer-personality", "crm-sales"
SPEND = ("MntWines", "MntFruits", "MntMeatProducts", "MntFishProducts", "MntSweetProducts")
CAMPAIGNS = ("AcceptedCmp1", "AcceptedCmp2", "AcceptedCmp3", "AcceptedCmp4", "AcceptedCmp5", "Response")
STAGES = ("Prospecting", "Engaging", "Won", "Lost")


@pytest.mark.parametrize("name", [RETAIL, PERSONALITY])
def test_orders_add_up(name: str) -> None:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for item in read_rows(name, "order_item"):
        assert item["quantity"].isdecimal()
        assert item["quantity"] != "0"
        assert amount(item["total"]) == int(item["quantity"]) * amount(item["unit_price"]) > 0
        totals[item["order"]] += amount(item["total"])
    assert totals == {order["external_id"]: amount(order["total"]) for order in read_rows(name, "order")}


@pytest.mark.parametrize("name", [RETAIL, PERSONALITY])
def test_nothing_lies_idle(name: str) -> None:
    assert {order["customer"] for order in read_rows(name, "order")} == ids(name, "customer")
    assert {item["product"] for item in read_rows(name, "order_item")} == ids(name, "product")
    assert all(product["name"] for product in read_rows(name, "product"))


def test_retail_has_what_was_counted_in_the_source() -> None:
    told, orders = figures(RETAIL), read_rows(RETAIL, "order")
    assert told["customers in the sample with goods or services at a price"] == [len(read_rows(RETAIL, "customer"))]
    assert told["their stock codes"] == [len(read_rows(RETAIL, "product"))]
    by_status = [[order for order in orders if order["status"] == status] for status in ("paid", "returned")]
    assert told["their invoices"] == [len(found) for found in by_status]
    assert told["of these, quantity × unit price"] == [
        sum(amount(order["total"]) for order in found) for found in by_status
    ]


def test_retail_orders_lie_in_the_period_and_returns_are_marked() -> None:
    for order in read_rows(RETAIL, "order"):
        assert "2010-12-01" <= order["placed_at"][:10] <= "2011-12-09"
        assert (order["status"] == "returned") == order["external_id"].startswith("C")


def test_retail_items_are_numbered_within_their_invoice() -> None:
    numbers: dict[str, list[int]] = defaultdict(list)
    for item in read_rows(RETAIL, "order_item"):
        invoice, number = item["external_id"].split("-")
        assert invoice == item["order"]
        numbers[invoice].append(int(number))
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def payloads() -> dict[str, dict[str, str | int | None]]:
    return {row["customer"]: json.loads(row["payload"]) for row in read_rows(PERSONALITY, "interaction")}


def test_personality_has_what_was_counted_in_the_source() -> None:
    told, items = figures(PERSONALITY), read_rows(PERSONALITY, "order_item")
    assert told["customers"] == [len(read_rows(PERSONALITY, "customer"))]
    assert told["Complain = 1"] == [len(read_rows(PERSONALITY, "ticket"))]
    accepted = Counter(
        row["campaign"] for row in read_rows(PERSONALITY, "campaign_response") if row["outcome"] == "accepted"
    )
    assert [accepted[column] for column in CAMPAIGNS] == (told["AcceptedCmp1, 2, 3, 4, 5 = 1"] + told["Response = 1"])
    bought = {column: [amount(item["total"]) for item in items if item["product"] == column] for column in SPEND}
    assert told[", ".join(SPEND) + " added up"] == [sum(spent) for spent in bought.values()]
    assert told["of these more than 0"] == [len(spent) for spent in bought.values()]


def test_personality_records_hold_the_row_of_the_source() -> None:
    records = payloads()
    assert records.keys() == ids(PERSONALITY, "customer")
    assert {len(record) for record in records.values()} == {27}
    assert sum(record["Income"] is None for record in records.values()) == 24
    for row in read_rows(PERSONALITY, "interaction"):
        enrolled = datetime.strptime(str(records[row["customer"]]["Dt_Customer"]), "%m/%d/%y").date()
        assert moment(row["occurred_at"]).date() == enrolled


def test_personality_orders_are_the_sums_of_the_source() -> None:
    records = payloads()
    bought = {(item["order"], item["product"]): item["total"] for item in read_rows(PERSONALITY, "order_item")}
    for order in read_rows(PERSONALITY, "order"):
        record = records[order["customer"]]
        spend = {column: int(str(record[column])) for column in SPEND}
        assert order["external_id"] == f"summary-{order['customer']}"
        assert amount(order["total"]) == sum(spend.values())
        assert {column: bought.get((order["external_id"], column), "0.00") for column in SPEND} == {
            column: f"{value}.00" for column, value in spend.items()
        }
        since = moment("2014-06-29T00:00:00Z") - moment(order["placed_at"])
        assert since == timedelta(days=int(str(record["Recency"])))


def test_personality_products_are_its_categories_and_say_so() -> None:
    categories = {row["external_id"]: row["name"] for row in read_rows(PERSONALITY, "product_category")}
    assert tuple(categories) == SPEND
    for product in read_rows(PERSONALITY, "product"):
        assert product["category"] == product["external_id"]
        assert product["name"] == categories[product["category"]]
        assert "in two years, not for a single product" in product["description"]


def test_personality_responses_claim_no_campaign_that_a_customer_may_never_have_heard_of() -> None:
    expected = {
        (customer, column): "accepted" if record[column] == 1 else "targeted"
        for customer, record in payloads().items()
        for column in CAMPAIGNS
        if record[column] == 1 or column == "Response"
    }
    rows = read_rows(PERSONALITY, "campaign_response")
    assert {(row["customer"], row["campaign"]): row["outcome"] for row in rows} == expected
    assert {row["external_id"] for row in rows} == {f"{column}-{customer}" for customer, column in expected}


def test_personality_complaints_are_those_of_the_source() -> None:
    complained = {customer for customer, record in payloads().items() if record["Complain"] == 1}
    assert {ticket["customer"] for ticket in read_rows(PERSONALITY, "ticket")} == complained
    assert {ticket["subject"] for ticket in read_rows(PERSONALITY, "ticket")} == {
        "Complained in the last two years: the source says no more"
    }


def test_personality_tags_say_what_the_source_says() -> None:
    records, used = payloads(), set()
    flags = {"Complain": "complained", "Response": "accepted:last"}
    flags |= {f"AcceptedCmp{number}": f"accepted:cmp{number}" for number in range(1, 6)}
    for customer in read_rows(PERSONALITY, "customer"):
        record = records[customer["external_id"]]
        expected = {
            f"education:{str(record['Education']).lower().replace(' ', '-')}",
            f"marital:{str(record['Marital_Status']).lower()}",
            f"kidhome:{record['Kidhome']}",
            f"teenhome:{record['Teenhome']}",
            *(tag for column, tag in flags.items() if record[column] == 1),
        }
        assert sorted(customer["tags"].split(";")) == sorted(expected)
        used |= expected
    assert used == ids(PERSONALITY, "tag")


def test_sales_have_what_was_counted_in_the_source() -> None:
    told, companies, deals = figures(SALES), read_rows(SALES, "company"), read_rows(SALES, "deal")
    assert told["accounts"] == [len(companies)]
    assert told["accounts that are a subsidiary"] == [sum(bool(company["parent"]) for company in companies)]
    series = Counter(product["category"] for product in read_rows(SALES, "product"))
    assert told["products in series GTX, MG, GTK"] == [series["GTX"], series["MG"], series["GTK"]]
    offices = sum(not team["parent"] for team in read_rows(SALES, "team"))
    roles = Counter(user["role"] for user in read_rows(SALES, "user"))
    assert told["regional offices, managers, sales agents"] == [
        offices,
        roles["sales manager"],
        roles["sales agent"],
    ]
    assert told["opportunities in Prospecting, Engaging, Won, Lost"] == [
        sum(deal["stage"] == stage for deal in deals) for stage in STAGES
    ]
    assert told["of these without an account"] == [
        sum(deal["stage"] == stage and not deal["company"] for deal in deals) for stage in STAGES
    ]
    assert told["close_value added up"] == [sum(amount(deal["amount"]) for deal in deals if deal["amount"])]
    assert told["sales agents with opportunities"] == [len({deal["owner"] for deal in deals})]


def test_sales_deals_have_amounts_and_days_only_where_the_source_knows_them() -> None:
    for deal in read_rows(SALES, "deal"):
        assert bool(deal["amount"]) == (deal["stage"] == "Won")
        assert bool(deal["closed_at"]) == (deal["stage"] in ("Won", "Lost"))
        assert bool(deal["opened_at"]) == (deal["stage"] != "Prospecting")
        if deal["closed_at"]:
            assert moment("2016-10-20T00:00:00Z") <= moment(deal["opened_at"]) <= moment(deal["closed_at"])
            assert moment(deal["closed_at"]) <= moment("2017-12-31T00:00:00Z")


def test_sales_stages_say_that_their_probability_is_not_the_source_s() -> None:
    won, lost = (figures(SALES)["opportunities in Prospecting, Engaging, Won, Lost"])[2:]
    share = f"{won / (won + lost):.2f}"
    stages = [(stage["external_id"], stage["probability"], stage["outcome"]) for stage in read_rows(SALES, "stage")]
    assert stages == [
        ("Prospecting", share, "open"),
        ("Engaging", share, "open"),
        ("Won", "1", "won"),
        ("Lost", "0", "lost"),
    ]
    (pipeline,) = read_rows(SALES, "pipeline")
    assert "The source gives its stages no probabilities" in pipeline["description"]
    assert share in pipeline["description"]


def test_sales_keep_the_typing_errors_of_the_source() -> None:
    names = Counter(deal["name"] for deal in read_rows(SALES, "deal"))
    assert names["GTXPro"] == 1480
    assert names.keys() - ids(SALES, "product") == {"GTXPro"}
    assert sum(company["industry"] == "technolgy" for company in read_rows(SALES, "company")) == 12
    assert [company["name"] for company in read_rows(SALES, "company") if company["region"] == "Korea"] == ["Hottechi"]


def test_sales_agents_work_in_the_team_of_a_manager_in_an_office() -> None:
    teams = {team["external_id"]: team for team in read_rows(SALES, "team")}
    for user in read_rows(SALES, "user"):
        office = teams[teams[user["team"]]["parent"]]
        assert office["name"] in ("Central", "East", "West")
        assert office["parent"] == ""
        if user["role"] == "sales manager":
            assert user["team"] == f"team:{user['name']}"
